package io.consonance.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.simulator.talk.ClipLibrary;
import io.consonance.simulator.talk.RandomStreams;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceStampTest {

    @Test
    void shouldReadBackWhatWasStamped() {
        ByteString payload = VoiceStamp.stamped(
                VoiceStamp.template(new byte[] {8, 1, 2, 3}), 0xCAFEBABE, 65_537, 1_000_000, -123_456_789_012L);

        assertThat(VoiceStamp.isStamped(payload, 0xCAFEBABE)).isTrue();
        assertThat(VoiceStamp.speaker(payload)).isEqualTo(65_537);
        assertThat(VoiceStamp.sequence(payload)).isEqualTo(1_000_000);
        assertThat(VoiceStamp.intendedNanos(payload)).isEqualTo(-123_456_789_012L);
    }

    @Test
    void shouldReadBackFromTheMiddleOfADatagram() {
        ByteString payload = VoiceStamp.stamped(VoiceStamp.template(new byte[] {8, 1, 2, 3}), 7, 8, 9, 10);
        ByteString slice =
                ByteString.fromArray(new byte[13]).concat(payload).compact().drop(13);

        assertThat(VoiceStamp.isStamped(slice, 7)).isTrue();
        assertThat(VoiceStamp.speaker(slice)).isEqualTo(8);
        assertThat(VoiceStamp.sequence(slice)).isEqualTo(9);
        assertThat(VoiceStamp.intendedNanos(slice)).isEqualTo(10);
    }

    @Test
    void shouldNotTakeForeignAudioForAStampedPayload() {
        ByteString payload = VoiceStamp.stamped(VoiceStamp.template(new byte[] {8, 1, 2, 3}), 7, 8, 9, 10);

        assertThat(VoiceStamp.isStamped(payload, 6)).isFalse();
        for (int length = 0; length < payload.length(); length++) {
            assertThat(VoiceStamp.isStamped(payload.take(length), 7)).isFalse();
        }
        assertThat(VoiceStamp.isStamped(ByteString.fromArray(new byte[200]), 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 960, 1_920, 2_880})
    void shouldStillSoundTheSameWhenStamped(int frameSamples) {
        ClipLibrary clips = ClipLibrary.encode(1, 25, EncoderSettings.of(frameSamples, 24_000), new RandomStreams(1));
        FrameDecoder plain = new FrameDecoder(frameSamples);
        FrameDecoder stamped = new FrameDecoder(frameSamples);
        short[] expected = new short[frameSamples];
        short[] actual = new short[frameSamples];
        for (int sequence = 0; sequence < 25; sequence++) {
            byte[] packet = clips.packet(0, sequence);
            byte[] payload = VoiceStamp.stamped(VoiceStamp.template(packet), 1, 2, sequence, 4)
                    .toArrayUnsafe();

            assertThat(plain.decode(packet, 0, packet.length, expected)).isTrue();
            assertThat(stamped.decode(payload, 0, payload.length, actual)).isTrue();
            assertThat(actual).isEqualTo(expected);
            assertThat(payload.length - packet.length).isLessThanOrEqualTo(VoiceStamp.OVERHEAD_BYTES);
        }
    }

    @Test
    void shouldKeepTheFramesOfEveryPacketCode() {
        assertThat(VoiceStamp.template(new byte[] {8, 5}))
                .startsWith(11, 0x41, 20, 5)
                .hasSize(24);
        assertThat(VoiceStamp.template(new byte[] {9, 5, 6}))
                .startsWith(11, 0x42, 20, 5, 6)
                .hasSize(25);
        assertThat(VoiceStamp.template(new byte[] {10, 1, 6, 7}))
                .startsWith(11, 0xC2, 20, 1, 6, 7)
                .hasSize(26);
        assertThat(VoiceStamp.template(new byte[] {11, 3, 6, 7, 8}))
                .startsWith(11, 0x43, 20, 6, 7, 8)
                .hasSize(26);
        assertThatIllegalArgumentException().isThrownBy(() -> VoiceStamp.template(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> VoiceStamp.template(new byte[] {11}));
        assertThatIllegalArgumentException().isThrownBy(() -> VoiceStamp.template(new byte[] {11, 0x41, 0}));
    }
}

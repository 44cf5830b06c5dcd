package io.consonance.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.consonance.engine.wire.CodecSettings;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The codec's interface: qualities, frame sizes, correction on demand, the identity codec. */
class VoiceCodecTest {

    private static final int FRAMES = 60;

    @ParameterizedTest
    @CsvSource({
        "MEDIUM, SMALL, 10",
        "MEDIUM, MEDIUM, 5",
        "MEDIUM, LARGE, 1",
        "HIGH, TINY, 5",
        "HIGH, SMALL, 1",
        "HIGH, MEDIUM, 20",
        "HIGH, LARGE, 10"
    })
    void shouldCarryCorrectionWhenLossIsExpected(VoiceQuality quality, FrameSize size, int percent) {
        FrameEncoder encoder = new FrameEncoder(new EncoderSettings(size.samples(), quality.bitrateBps(), 5, percent));
        assertThat(correctedShare(encoder, 0)).isGreaterThan(0.7);
    }

    @ParameterizedTest
    @EnumSource(FrameSize.class)
    void shouldCarryCorrectionFromTheMomentReceiversReportLoss(FrameSize size) {
        FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(size.samples(), VoiceQuality.HIGH.bitrateBps()));
        assertThat(correctedShare(encoder, 0)).isZero();
        encoder.setExpectedLossPercent(3);
        assertThat(correctedShare(encoder, FRAMES)).isGreaterThan(0.7);
        encoder.setExpectedLossPercent(0);
        assertThat(correctedShare(encoder, 2 * FRAMES)).isLessThan(0.05);
    }

    @ParameterizedTest
    @EnumSource(FrameSize.class)
    void shouldRecoverExactlyOneLostFrameOfAnySize(FrameSize size) {
        FrameEncoder encoder = new FrameEncoder(new EncoderSettings(size.samples(), 24_000, 5, 20));
        VoiceDecoder decoder = VoiceCodecs.decoder(CodecSettings.opus(size.samples()));
        VoiceDecoder complete = VoiceCodecs.decoder(CodecSettings.opus(size.samples()));
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] pcm = new short[size.samples()];
        short[] reference = new short[size.samples()];
        double error = 0;
        double energy = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            int length = encoder.encode(VoiceSound.speech(frame * size.samples(), size.samples()), 0, packet);
            if (frame % 4 == 3) {
                assertThat(decoder.recover(packet, 0, length, pcm)).isTrue();
                // a recovery of another duration would put the two decoders out of step for good
                decoder.decode(packet, 0, length, pcm);
            } else if (frame % 4 != 2) {
                decoder.decode(packet, 0, length, pcm);
            }
            complete.decode(packet, 0, length, reference);
            if (frame % 4 == 1 && frame > 4) {
                for (int i = 0; i < pcm.length; i++) {
                    error += Math.pow(pcm[i] - reference[i], 2);
                    energy += Math.pow(reference[i], 2);
                }
            }
        }
        assertThat(error).isLessThan(energy / 20);
        assertThat(decoder.packetsDamaged()).isZero();
    }

    @Test
    void shouldSayWhetherAPacketCarriesCorrection() {
        byte[] wideband20 = {9 << 3, 0b0100_0000};
        byte[] wideband40 = {10 << 3, 0b0010_0000};
        byte[] wideband60 = {11 << 3, 0b0001_0000};
        byte[] hybrid10 = {12 << 3, 0b0100_0000};
        byte[] celt20 = {(byte) (31 << 3), (byte) 0xFF};
        assertThat(OpusPacket.carriesCorrection(wideband20, 0, 2)).isTrue();
        assertThat(OpusPacket.carriesCorrection(wideband40, 0, 2)).isTrue();
        assertThat(OpusPacket.carriesCorrection(wideband60, 0, 2)).isTrue();
        assertThat(OpusPacket.carriesCorrection(hybrid10, 0, 2)).isTrue();
        assertThat(OpusPacket.carriesCorrection(celt20, 0, 2)).isFalse();
        assertThat(OpusPacket.carriesCorrection(wideband20, 0, 1)).isFalse();
        wideband40[1] = 0b0100_0000;
        assertThat(OpusPacket.carriesCorrection(wideband40, 0, 2)).isFalse();
    }

    @Test
    void shouldGiveBackEverySampleWhenTheCodecIsIdentity() {
        IdentityCodec encoder = new IdentityCodec(240);
        VoiceDecoder decoder = VoiceCodecs.decoder(new CodecSettings(CodecSettings.IDENTITY, 240, 48_000));
        short[] pcm = VoiceSound.speech(0, 240);
        pcm[0] = Short.MIN_VALUE;
        pcm[1] = Short.MAX_VALUE;
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        int length = encoder.encode(pcm, 0, packet);
        short[] back = new short[240];
        assertThat(length).isEqualTo(960);
        assertThat(decoder.decode(packet, 0, length, back)).isTrue();
        assertThat(back).isEqualTo(pcm);
        assertThat(decoder.decode(packet, 0, length - 1, back)).isFalse();
        assertThat((double) back[0]).isCloseTo(pcm[239], within(Math.abs(pcm[239]) / 100.0 + 1));
        assertThat(back[239]).isZero();
        Arrays.fill(packet, (byte) 0xFF);
        assertThat(decoder.decode(packet, 0, length, back)).isTrue();
        assertThat(back).containsOnly(0);
    }

    @Test
    void shouldSayWhatItCannotDecode() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoiceCodecs.decoder(new CodecSettings(2, 960, 48_000)))
                .withMessageContaining("codec 2")
                .withMessageContaining("48000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoiceCodecs.decoder(new CodecSettings(0, 441, 44_100)))
                .withMessage("a frame of 441 samples in the identity codec is 1764 bytes, and a voice packet holds at"
                        + " most 1024: use 48 to 256 samples at 48000 Hz, or Opus");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoiceCodecs.decoder(new CodecSettings(0, 220, 44_100)))
                .withMessageContaining("44100 Hz");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VoiceCodecs.decoder(CodecSettings.opus(961)))
                .withMessageContaining("480, 960, 1920 or 2880");
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityCodec(480));
    }

    @Test
    void shouldWarmUpWithoutTouchingAnybody() {
        for (FrameSize size : FrameSize.values()) {
            VoiceCodecs.warmUp(new EncoderSettings(size.samples(), 24_000, 5, 10));
        }
    }

    private static double correctedShare(FrameEncoder encoder, int from) {
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        int corrected = 0;
        int settled = 4;
        for (int frame = from; frame < from + FRAMES; frame++) {
            short[] pcm = VoiceSound.speech(frame * encoder.frameSamples(), encoder.frameSamples());
            int length = encoder.encode(pcm, 0, packet);
            boolean carries = OpusPacket.carriesCorrection(packet, 0, length);
            corrected += carries && frame >= from + settled ? 1 : 0;
        }
        return corrected / (double) (FRAMES - settled);
    }
}

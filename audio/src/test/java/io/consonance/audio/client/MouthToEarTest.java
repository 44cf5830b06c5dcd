package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.capture.CaptureSettings;
import io.consonance.audio.capture.CaptureSink;
import io.consonance.audio.capture.Processing;
import io.consonance.audio.device.SoundFormat;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.VoiceCodecs;
import io.consonance.audio.playout.MixerSettings;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.wire.ChannelPriority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One speaks, another listens, both machines and the network between them are perfect: what is left is ours. */
class MouthToEarTest {

    private static final int BLOCK = SoundFormat.BLOCK_SAMPLES;
    private static final EncoderSettings CODEC = EncoderSettings.of(960, 24_000);

    private final Playback ear = new Playback("Bob", MixerSettings.defaults(), new SoundListener() {}, notice -> {});
    private final Mouth mouth =
            new Mouth(CODEC, Processing.none(), CaptureSettings.Gate.VOICE_ACTIVITY, new Wire(), () -> 0);

    @Test
    void shouldTakeAtMostFiftyMillisecondsFromMouthToEar() {
        short[] said = TestSounds.chirps(24);
        short[] heard = hear(said, 1);
        // the playout buffer begins with 40 ms and settles
        int settled = said.length / 2;
        double[] delays = TestSounds.chirpDelaysMillis(
                Arrays.copyOfRange(said, settled, said.length), Arrays.copyOfRange(heard, settled, heard.length));
        System.out.printf(
                Locale.ROOT,
                "mouth to ear: median %.1f ms, longest %.1f ms%n",
                TestSounds.percentile(delays, 50),
                delays[delays.length - 1]);
        assertThat(delays).hasSizeGreaterThan(8);
        assertThat(delays[delays.length - 1]).as("the longest").isLessThanOrEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldSoundAsTheCodecAloneDoesHoweverTheDeviceTakesItsBlocks(int blocksAtOnce) {
        short[] said = TestSounds.speech(5);
        double codec = TestSounds.likeness(said, TestSounds.throughCodec(said, CODEC));
        assertThat(TestSounds.likeness(said, hear(said, blocksAtOnce))).isGreaterThan(0.97 * codec);
    }

    /** The speaker's device takes several blocks one after the other, then none for as long as they last. */
    private short[] hear(short[] said, int blocksAtOnce) {
        short[] heard = new short[said.length];
        short[] block = new short[BLOCK];
        ear.offer(new PeerEvent.PlayerJoined("Ann", VoiceCodecs.settings(CODEC)));
        for (int at = 0; at + BLOCK <= said.length; at += BLOCK) {
            if (at / BLOCK % blocksAtOnce == 0) {
                for (int to = at; to < at + blocksAtOnce * BLOCK && to + BLOCK <= heard.length; to += BLOCK) {
                    ear.render(block);
                    System.arraycopy(block, 0, heard, to, BLOCK);
                }
            }
            System.arraycopy(said, at, block, 0, BLOCK);
            mouth.hear(block);
        }
        return heard;
    }

    /** Is there at once. */
    private final class Wire implements CaptureSink {
        private long sequence;
        private boolean last;

        @Override
        public void opened() {
            sequence = 0;
            last = false;
            ear.offer(new PeerEvent.StartedSpeaking("Ann"));
        }

        @Override
        public void frame(byte[] packet, int length) {
            ByteString audio = ByteString.fromArray(packet, 0, length);
            ear.offer(new PeerEvent.VoiceReceived(
                    "Ann", 1, sequence++, audio, 1, ChannelPriority.DEFAULT, false, List.of()));
            if (last) {
                ear.offer(new PeerEvent.StoppedSpeaking("Ann"));
            }
        }

        @Override
        public void closing() {
            last = true;
        }
    }
}

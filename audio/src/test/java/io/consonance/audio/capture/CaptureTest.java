package io.consonance.audio.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.IdentityCodec;
import io.consonance.audio.opus.VoiceEncoder;
import io.consonance.audio.opus.VoiceSound;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the gate: "(" opened, "f" a frame, ")" closing. */
class CaptureTest {

    private final StringBuilder sent = new StringBuilder();
    private final SplittableRandom random = new SplittableRandom(5);
    private final CaptureSink sink = new CaptureSink() {
        @Override
        public void opened() {
            sent.append('(');
        }

        @Override
        public void frame(byte[] packet, int length) {
            assertThat(length).isPositive();
            sent.append('f');
        }

        @Override
        public void closing() {
            sent.append(')');
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {480, 960, 1_920, 2_880})
    void shouldSendOneClosingFrameWhenTheKeyIsReleased(int frameSamples) {
        Capture capture = capture(encoder(frameSamples), CaptureSettings.Gate.PUSH_TO_TALK);
        say(capture, 0, 48_000, 333);
        assertThat(sent).isEmpty();
        capture.setTalking(true);
        say(capture, 48_000, 10 * frameSamples, 777);
        capture.setTalking(false);
        say(capture, 0, 48_000, 480);
        assertThat(sent.toString()).matches("\\(f{9,12}\\)f");
        capture.setTalking(true);
        say(capture, 0, 480, 480);
        capture.end(sink);
        assertThat(sent.toString()).matches("\\(f{9,12}\\)f\\(f?\\)f");
    }

    @Test
    void shouldOpenForSpeechAndCloseAfterTheHangover() {
        Capture capture = capture(encoder(960), CaptureSettings.Gate.VOICE_ACTIVITY);
        hush(capture, 100);
        assertThat(sent).isEmpty();
        say(capture, 0, 48_000, 480);
        hush(capture, 28);
        assertThat(capture.isOpen()).isTrue();
        hush(capture, 20);
        assertThat(capture.isOpen()).isFalse();
        // 10 ms before, 1 s of speech, 300 ms after, the closing frame
        assertThat(sent.toString()).matches("\\(f{65,67}\\)f");
    }

    @ParameterizedTest
    @ValueSource(ints = {480, 960, 1_920, 2_880})
    void shouldSendTheFirstFrameAtOnceAndTheNextOneAFrameLater(int frameSamples) {
        Capture capture = capture(encoder(frameSamples), CaptureSettings.Gate.VOICE_ACTIVITY);
        hush(capture, 100);
        say(capture, 0, 480, 480);
        String atOnce = frameSamples == 480 ? "(ff" : "(f";
        assertThat(sent).hasToString(atOnce);
        say(capture, 480, frameSamples - 1, 480);
        assertThat(sent).hasToString(atOnce);
        say(capture, 480 + frameSamples - 1, 1, 480);
        assertThat(sent).hasToString(atOnce + 'f');
    }

    @Test
    void shouldBelieveTheProcessingWhenItHasAnOpinion() {
        Processing.Activity[] opinion = {Processing.Activity.NOISE};
        Processing processing = new Processing() {
            @Override
            public Activity process(short[] pcm) {
                return opinion[0];
            }

            @Override
            public void played(short[] pcm) {
                opinion[0] = Activity.SPEECH;
            }

            @Override
            public void close() {
                // nothing held
            }
        };
        Capture capture =
                new Capture(encoder(960), processing, CaptureSettings.of(CaptureSettings.Gate.VOICE_ACTIVITY));
        say(capture, 0, 48_000, 480);
        assertThat(sent).isEmpty();
        processing.played(new short[480]);
        hush(capture, 1);
        assertThat(sent.toString()).startsWith("(");
    }

    @Test
    void shouldCloseProperlyWhenMutedAndSendNothingOfWhatWasSaidMeanwhile() {
        short[] sum = new short[1];
        VoiceEncoder encoder = new VoiceEncoder() {
            private final IdentityCodec identity = new IdentityCodec(240);

            @Override
            public int frameSamples() {
                return 240;
            }

            @Override
            public int encode(short[] pcm, int offset, byte[] packet) {
                for (int i = 0; i < 240; i++) {
                    sum[0] = (short) Math.max(sum[0], Math.abs(pcm[offset + i]));
                }
                return identity.encode(pcm, offset, packet);
            }

            @Override
            public void setExpectedLossPercent(int percent) {}
        };
        Capture capture = capture(encoder, CaptureSettings.Gate.OPEN);
        capture.captured(new short[4_800], 0, 4_800, sink);
        capture.setMuted(true);
        capture.captured(new short[480], 0, 480, sink);
        say(capture, 0, 48_000, 480);
        assertThat(sent.toString()).matches("\\(f+\\)f");
        assertThat(sum[0]).isZero();
        capture.setMuted(false);
        capture.captured(new short[480], 0, 480, sink);
        assertThat(sent.toString()).endsWith(")f(ff");
        assertThat(sum[0]).isZero();
    }

    @Test
    void shouldAllocateNothingPerFrameOutsideTheCodec() {
        Capture capture = capture(new IdentityCodec(240), CaptureSettings.Gate.VOICE_ACTIVITY);
        short[] pcm = VoiceSound.speech(0, 4_800);
        CaptureSink nowhere = new CaptureSink() {
            @Override
            public void opened() {}

            @Override
            public void frame(byte[] packet, int length) {}

            @Override
            public void closing() {}
        };
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 5 && bytes != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                capture.captured(pcm, 0, pcm.length, nowhere);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(bytes).isZero();
    }

    @Test
    void shouldRefuseAnEndlessHangover() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CaptureSettings(CaptureSettings.Gate.OPEN, Duration.ofSeconds(6)))
                .withMessageContaining("0 to 5 s");
    }

    private static VoiceEncoder encoder(int frameSamples) {
        return new FrameEncoder(EncoderSettings.of(frameSamples, 24_000));
    }

    private static Capture capture(VoiceEncoder encoder, CaptureSettings.Gate gate) {
        return new Capture(encoder, Processing.none(), CaptureSettings.of(gate));
    }

    private void say(Capture capture, int from, int samples, int piece) {
        short[] pcm = VoiceSound.speech(from, samples);
        for (int at = 0; at < samples; at += piece) {
            capture.captured(pcm, at, Math.min(piece, samples - at), sink);
        }
    }

    private void hush(Capture capture, int blocks) {
        short[] noise = new short[480];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (short) random.nextInt(-30, 31);
            }
            capture.captured(noise, 0, noise.length, sink);
        }
    }
}

package io.consonance.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consonance.audio.opus.IdentityCodec;
import io.consonance.audio.opus.VoiceDecoder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Several speakers through one mixer, each a steady level so that gains can be read off. */
class MixerTest {

    private static final int FRAME = 240;
    private static final long FRAME_NANOS = 5_000_000;
    private static final long BLOCK_NANOS = 10_000_000;

    private final short[] pcm = new short[Mixer.BLOCK_SAMPLES];
    private long nowNanos;
    private long sequence;

    private record Voice(String name, int level, float amplitude, int priority) {}

    private Mixer mixer(MixerSettings settings, Voice... voices) {
        Mixer mixer = new Mixer(settings);
        for (Voice voice : voices) {
            VoiceDecoder decoder = new IdentityCodec(FRAME);
            mixer.add(voice.name, new SpeakerPlayout(decoder, new AdaptiveBuffer(FRAME_NANOS)));
            mixer.speaker(voice.name).start(nowNanos);
        }
        return mixer;
    }

    private void speak(Mixer mixer, int blocks, Mixer.Tap tap, Voice... voices) {
        IdentityCodec encoder = new IdentityCodec(FRAME);
        byte[] packet = new byte[1_024];
        short[] level = new short[FRAME];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < 2; i++, sequence++) {
                for (Voice voice : voices) {
                    Arrays.fill(level, (short) voice.level);
                    int length = encoder.encode(level, 0, packet);
                    mixer.speaker(voice.name)
                            .arrive(nowNanos, sequence, packet, 0, length, voice.amplitude, voice.priority);
                }
            }
            mixer.read(nowNanos, pcm, tap);
            nowNanos += BLOCK_NANOS;
        }
    }

    @Test
    void shouldMultiplyChannelAmplitudeAndVolume() {
        Voice ann = new Voice("ann", 1_000, 0.5f, 0);
        Voice bob = new Voice("bob", 2_000, 1, 0);
        Mixer mixer = mixer(MixerSettings.defaults(), ann, bob);
        mixer.setVolume("bob", 2);
        speak(mixer, 60, null, ann, bob);
        assertThat((int) pcm[479]).isBetween(4_490, 4_510);
        mixer.setVolume("bob", 0);
        speak(mixer, 3, null, ann, bob);
        assertThat((int) pcm[479]).isBetween(495, 505);
    }

    @Test
    void shouldSilenceLowerPriorityWhileHigherSpeaks() {
        Voice ann = new Voice("ann", 1_000, 1, 0);
        Voice chief = new Voice("chief", 300, 1, 2);
        Mixer mixer = mixer(MixerSettings.defaults(), ann, chief);
        speak(mixer, 60, null, ann, chief);
        assertThat((int) pcm[479]).isBetween(298, 302);
        mixer.speaker("chief").stop(nowNanos);
        speak(mixer, 40, null, ann);
        assertThat((int) pcm[479]).isBetween(995, 1_005);
    }

    @Test
    void shouldMixTheThreeLoudestOnlyAndNoticeWhenThatChanges() {
        Voice[] voices = {
            new Voice("a", 100, 1, 0),
            new Voice("b", 200, 1, 0),
            new Voice("c", 400, 1, 0),
            new Voice("d", 800, 1, 0),
            new Voice("e", 1_600, 1, 0)
        };
        Mixer mixer = mixer(MixerSettings.defaults(), voices);
        speak(mixer, 150, null, voices);
        assertThat((int) pcm[479]).isBetween(2_780, 2_820);
        voices[0] = new Voice("a", 3_000, 1, 0);
        speak(mixer, 150, null, voices);
        assertThat((int) pcm[479]).isBetween(5_370, 5_430);
    }

    @Test
    void shouldDuckWithinThreeTenthsOfASecondAndComeBackWithinFive() {
        Voice ann = new Voice("ann", 1_000, 1, 0);
        Mixer mixer = mixer(MixerSettings.defaults(), ann);
        speak(mixer, 40, null, ann);
        mixer.setDucked(true);
        speak(mixer, 15, null, ann);
        assertThat((int) pcm[479]).isBetween(740, 760);
        speak(mixer, 16, null, ann);
        assertThat((int) pcm[479]).isBetween(498, 502);
        mixer.setDucked(false);
        speak(mixer, 51, null, ann);
        assertThat((int) pcm[479]).isBetween(998, 1_002);
    }

    @Test
    void shouldBendLoudSumsInsteadOfClippingOrWrapping() {
        Voice ann = new Voice("ann", 30_000, 2, 0);
        Voice bob = new Voice("bob", 30_000, 2, 0);
        Mixer mixer = mixer(MixerSettings.defaults(), ann, bob);
        speak(mixer, 60, null, ann, bob);
        assertThat((int) pcm[479]).isBetween(30_000, 32_767);
        float before = Float.NEGATIVE_INFINITY;
        for (int sample = -200_000; sample <= 200_000; sample += 50) {
            float now = SoftLimit.limit(sample);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(SoftLimit.limit(20_000)).isEqualTo((short) 20_000);
    }

    @Test
    void shouldLetEverySpeakerBeTapped() {
        Voice ann = new Voice("ann", 1_000, 1, 0);
        Voice bob = new Voice("bob", 2_000, 1, 0);
        Mixer mixer = mixer(new MixerSettings(2, 1, Duration.ZERO, Duration.ZERO), ann, bob);
        Set<String> heard = new TreeSet<>();
        speak(mixer, 60, (name, block) -> heard.add(name + " " + block[479]), ann, bob);
        assertThat(heard).contains("ann 1000", "bob 2000");
        mixer.drop("ann");
        assertThat(mixer.speaker("ann")).isNull();
        assertThat(mixer.expectedLossPercent(7)).isZero();
        mixer.drop("bob");
        assertThat(mixer.expectedLossPercent(7)).isEqualTo(7);
    }

    @Test
    void shouldAllocateNothingPerBlockOutsideTheCodec() {
        Voice[] voices = {new Voice("a", 100, 1, 0), new Voice("b", 900, 1, 0), new Voice("c", 400, 1, 0)};
        Mixer mixer = mixer(MixerSettings.defaults(), voices);
        byte[] packet = new byte[1_024];
        short[] level = new short[FRAME];
        int length = new IdentityCodec(FRAME).encode(level, 0, packet);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 5 && bytes != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int block = 0; block < 2_000; block++) {
                for (int i = 0; i < 2; i++, sequence++) {
                    for (int v = 0; v < voices.length; v++) {
                        SpeakerPlayout speaker = mixer.speaker(voices[v].name);
                        speaker.arrive(nowNanos, sequence, packet, 0, length, 1, 0);
                    }
                }
                mixer.read(nowNanos, pcm, null);
                nowNanos += BLOCK_NANOS;
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(bytes).isZero();
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        Duration zero = Duration.ZERO;
        assertThatIllegalArgumentException().isThrownBy(() -> new MixerSettings(0, 1, zero, zero));
        assertThatIllegalArgumentException().isThrownBy(() -> new MixerSettings(1, Float.NaN, zero, zero));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixer(MixerSettings.defaults()).setVolume("ann", 5))
                .withMessageContaining("0 to 4");
    }
}

package io.consonance.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adaptive buffer gets out of a network, and what Dissonance's gets out of the same one. */
class PlayoutBufferTest {

    private static final long FRAME_NANOS = 20_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldMeetTheTargetsWhenJitterIsUniform(long seed) {
        Network network = new Network(seed, 0.05, 1.2).uniform(30);
        assertTargets(new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true).speak(600_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldMeetTheTargetsWhenJitterComesAndGoes(long seed) {
        Network network = new Network(seed, 0.05, 1.2).regimes(5, 30);
        assertTargets(new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true).speak(600_000));
    }

    @Test
    void shouldMeetTheTargetsWhenSpeechComesInSpurts() {
        Network network = new Network(4, 0.05, 1.2).uniform(30);
        Listening listening = new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true);
        for (int speech = 0; speech < 200; speech++) {
            listening.speak(2_000).pause(1_500);
        }
        assertTargets(listening);
        assertThat(listening.counts().speeches()).isEqualTo(200);
    }

    @Test
    void shouldDoBetterThanDissonanceOnTheSameNetwork() {
        Listening ours = spurts(new AdaptiveBuffer(FRAME_NANOS));
        Listening theirs = spurts(new DissonanceBuffer(FRAME_NANOS));
        assertThat(ours.latePercent()).isLessThan(theirs.latePercent() / 4);
        assertThat(ours.concealedPercent()).isLessThan(theirs.concealedPercent());
        assertThat(ours.meanDelayMillis()).isLessThan(theirs.meanDelayMillis() + 2);
    }

    @Test
    void shouldLoseErrorCorrectionWithoutTheLead() {
        // the packets do not say that they carry it: the buffer is as deep as lateness alone demands
        Network network = new Network(1, 0.05, 1.2).uniform(30);
        Listening listening = new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, false).speak(600_000);
        assertThat(listening.concealedPercent()).isGreaterThan(4);
        assertThat(listening.meanDelayMillis()).isLessThan(66);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-200, 200})
    void shouldFollowADriftingClockForAnHourWithoutGapOrGrowth(double partsPerMillion) {
        Network network = new Network(1, 0, 1).uniform(8);
        Listening listening =
                new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true).speakerSlowerBy(partsPerMillion);
        listening.speak(10_000, false);
        listening.maxDelayMillis();
        long start = listening.counts().framesDue();
        listening.speak(3_590_000, false);
        PlayoutCounts counts = listening.counts();
        assertThat(listening.maxDelayMillis()).isLessThan(45);
        assertThat(counts.framesDue() - start).isBetween(179_400L, 179_600L);
        assertThat(counts.framesConcealed() + counts.framesStretched() + counts.framesSkipped())
                .isZero();
        assertThat(counts.timesDry()).isZero();
    }

    @Test
    void shouldComeBackToALowDelayWhenTheNetworkDoes() {
        Network network = new Network(9, 0, 1)
                .jitter(now ->
                        now < 20_000_000_000L || now > 50_000_000_000L ? now % 7_000_000 : (now * 31) % 120_000_000);
        Listening listening = new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true);
        listening.speak(20_000, false);
        listening.maxDelayMillis();
        listening.speak(30_000, false);
        assertThat(listening.maxDelayMillis()).isGreaterThan(100);
        listening.speak(40_000, false);
        listening.maxDelayMillis();
        listening.speak(10_000, false);
        assertThat(listening.maxDelayMillis()).isLessThan(30);
    }

    @Test
    void shouldPlayWhatWasOnlyHeldUpWhenPacketsStopForAWhile() {
        long stallFrom = 5_000_000_000L;
        long stallUntil = 5_300_000_000L;
        Network network =
                new Network(9, 0, 1).jitter(now -> now >= stallFrom && now < stallUntil ? stallUntil - now : 0);
        Listening listening = new Listening(new AdaptiveBuffer(FRAME_NANOS), 20, network, true).speak(20_000);
        PlayoutCounts counts = listening.counts();
        assertThat(counts.timesDry()).isEqualTo(1);
        assertThat(counts.framesConcealed()).isLessThanOrEqualTo(5);
        assertThat(counts.framesSkipped() + counts.packetsLate()).isLessThanOrEqualTo(6);
        listening.maxDelayMillis();
        listening.pause(500).speak(2_000);
        assertThat(listening.maxDelayMillis()).isLessThan(50);
    }

    @Test
    void shouldPlaySpeechesThatFollowEachOtherAtOnceToTheirEnds() {
        AdaptiveBuffer buffer = new AdaptiveBuffer(FRAME_NANOS);
        buffer.start(0);
        for (int i = 0; i < 3; i++) {
            buffer.arrive(0, i, false);
        }
        buffer.stop(0);
        buffer.start(0);
        for (int i = 0; i < 3; i++) {
            buffer.arrive(0, i, false);
        }
        buffer.stop(0);
        int begun = 0;
        int ended = 0;
        int decoded = 0;
        for (long now = 0; now < 500_000_000; now += FRAME_NANOS) {
            if (buffer.play(now) != PlayoutStep.SILENCE) {
                decoded++;
            }
            begun += buffer.beginsSpeech() ? 1 : 0;
            ended += buffer.endsSpeech() ? 1 : 0;
        }
        assertThat(decoded).isEqualTo(6);
        assertThat(begun).isEqualTo(2);
        assertThat(ended).isBetween(1, 2);
        assertThat(buffer.active()).isFalse();
        assertThat(buffer.counts().framesDecoded()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSurviveAnyOrderOfPacketsAndSpeeches(boolean adaptive) {
        SplittableRandom random = new SplittableRandom(3);
        PlayoutBuffer buffer = adaptive ? new AdaptiveBuffer(FRAME_NANOS) : new DissonanceBuffer(FRAME_NANOS);
        long now = 0;
        long sequence = 0;
        for (int i = 0; i < 200_000; i++) {
            now += random.nextLong(30_000_000);
            switch (random.nextInt(50)) {
                case 0 -> {
                    buffer.start(now);
                    sequence = 0;
                }
                case 1 -> buffer.stop(now);
                case 2 -> sequence += random.nextInt(200);
                default -> {
                    int slot = buffer.arrive(now, Math.max(0, sequence++ - random.nextInt(4)), random.nextBoolean());
                    assertThat(slot).isBetween(PlayoutBuffer.NOT_NEEDED, PlayoutBuffer.SLOTS - 1);
                }
            }
            if (buffer.play(now) == PlayoutStep.DECODE) {
                assertThat(buffer.slot()).isBetween(0, PlayoutBuffer.SLOTS - 1);
            }
            assertThat(buffer.stepNanos()).isBetween(1L, 2 * FRAME_NANOS);
        }
        assertThat(buffer.counts().framesDecoded()).isGreaterThan(20_000);
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        AdaptiveBuffer buffer = new AdaptiveBuffer(FRAME_NANOS);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        buffer.start(0);
        long bytes = Long.MAX_VALUE;
        long sequence = 0;
        for (int round = 0; round < 5 && bytes != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++, sequence++) {
                buffer.arrive(sequence * FRAME_NANOS, sequence, true);
                buffer.play(sequence * FRAME_NANOS);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(bytes).isZero();
    }

    @Test
    void shouldRefuseWhatNoBufferCanBeMadeFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdaptiveBuffer(0))
                .withMessageContaining("1 to 120");
        assertThatIllegalArgumentException().isThrownBy(() -> new DissonanceBuffer(200_000_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new AdaptiveBuffer(FRAME_NANOS).arrive(0, -1, false));
    }

    private static Listening spurts(PlayoutBuffer buffer) {
        Listening listening = new Listening(buffer, 20, new Network(1, 0.05, 1.2).uniform(30), true);
        for (int speech = 0; speech < 100; speech++) {
            listening.speak(2_000).pause(1_500);
        }
        return listening;
    }

    private static void assertTargets(Listening listening) {
        assertThat(listening.latePercent()).as(listening.toString()).isLessThanOrEqualTo(0.1);
        assertThat(listening.concealedPercent()).as(listening.toString()).isLessThanOrEqualTo(2);
        assertThat(listening.meanDelayMillis()).as(listening.toString()).isLessThanOrEqualTo(85);
        assertThat(listening.stretchedPercent()).as(listening.toString()).isLessThanOrEqualTo(0.1);
    }
}

package io.consonance.simulator.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TalkModelsTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final int SPEAKERS = 40;

    @Test
    void shouldTalkHalfOfTheTimeByExponentialTimesOfTheSameMean() {
        RandomTime time = RandomTime.exponential(Duration.ofMillis(1_250));
        List<Talkspurt> spurts = new OnOff("on/off", time, time).talk(SPEAKERS, HOUR_NANOS, new SplittableRandom(1));

        assertThat(share(spurts)).isCloseTo(0.5, within(0.01));
        assertThat(meanSeconds(spurts)).isCloseTo(1.25, within(0.02));
        // of an exponential time a share 1/e is longer than the mean
        assertThat(spurts.stream()
                                .filter(spurt -> spurt.endNanos() - spurt.startNanos() > 1_250_000_000L)
                                .count()
                        / (double) spurts.size())
                .isCloseTo(Math.exp(-1), within(0.01));
    }

    @Test
    void shouldTalkForWeibullTimes() {
        RandomTime talk = new RandomTime(Duration.ZERO, Duration.ofMillis(1_423), 0.824);
        RandomTime pause = new RandomTime(Duration.ZERO, Duration.ofMillis(899), 1.089);
        List<Talkspurt> spurts = new OnOff("Weibull", talk, pause).talk(SPEAKERS, HOUR_NANOS, new SplittableRandom(2));

        // scale times gamma of 1 + 1 / shape
        assertThat(meanSeconds(spurts)).isCloseTo(1.423 * 1.10865, within(0.03));
        assertThat(share(spurts)).isCloseTo(1.5776 / (1.5776 + 0.8710), within(0.01));
    }

    @Test
    void shouldStartInTheMiddleOfThings() {
        RandomTime time = RandomTime.exponential(Duration.ofSeconds(10));
        List<Talkspurt> spurts = new OnOff("on/off", time, time).talk(2_000, 1_000_000_000L, new SplittableRandom(3));

        assertThat(spurts.stream().filter(spurt -> spurt.startNanos() == 0).count())
                .isBetween(900L, 1_100L);
    }

    @Test
    void shouldHoldAKeyAtLeastSoLong() {
        RandomTime held = new RandomTime(Duration.ofMillis(400), Duration.ofSeconds(2), 1);
        List<Talkspurt> spurts = new OnOff("key", held, RandomTime.exponential(Duration.ofSeconds(20)))
                .talk(SPEAKERS, HOUR_NANOS, new SplittableRandom(4));

        assertThat(spurts)
                .allMatch(spurt -> spurt.startNanos() == 0
                        || spurt.endNanos() == HOUR_NANOS
                        || spurt.endNanos() - spurt.startNanos() >= 400_000_000L);
        assertThat(meanSeconds(spurts)).isCloseTo(2.4, within(0.1));
    }

    @Test
    void shouldLetOneTalkAndTheOthersListen() {
        assertThat(new Monologue().talk(30, HOUR_NANOS, new SplittableRandom(5)))
                .containsExactly(new Talkspurt(0, 0, HOUR_NANOS));
        assertThat(new Silence().talk(30, HOUR_NANOS, new SplittableRandom(6))).isEmpty();
    }

    @Test
    void shouldSayWhatWasRecordedByThoseWhoAreThere() {
        TalkTrace trace =
                new TalkTrace(List.of(new Talkspurt(1, 50, 90), new Talkspurt(0, 10, 200), new Talkspurt(2, 0, 5)));

        assertThat(trace.talk(2, 100, new SplittableRandom(7)))
                .containsExactly(new Talkspurt(0, 10, 100), new Talkspurt(1, 50, 90));
    }

    private static double share(List<Talkspurt> spurts) {
        return spurts.stream()
                        .mapToLong(spurt -> spurt.endNanos() - spurt.startNanos())
                        .sum()
                / (double) (SPEAKERS * HOUR_NANOS);
    }

    private static double meanSeconds(List<Talkspurt> spurts) {
        return spurts.stream()
                        .mapToLong(spurt -> spurt.endNanos() - spurt.startNanos())
                        .average()
                        .orElse(0)
                / 1e9;
    }
}

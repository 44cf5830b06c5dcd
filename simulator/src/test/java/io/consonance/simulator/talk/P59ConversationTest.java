package io.consonance.simulator.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class P59ConversationTest {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 50})
    void shouldReachTheSteadyStateOfTheRecommendation(int speakers) {
        Shares shares = Shares.of(talk(speakers, 40 * HOUR_NANOS, 11), 40 * HOUR_NANOS);

        assertThat(shares.single).isEqualTo(0.682, within(0.005));
        assertThat(shares.silence).isEqualTo(0.210, within(0.005));
        assertThat(shares.twice).isEqualTo(0.108, within(0.005));
        assertThat(shares.meanSilenceSeconds).isEqualTo(0.656, within(0.01));
        assertThat(shares.most).isEqualTo(2);
    }

    @Test
    void shouldNeverFallBelowTheShortestSilence() {
        Shares shares = Shares.of(talk(8, HOUR_NANOS, 3), HOUR_NANOS);

        assertThat(shares.shortestSilenceSeconds).isGreaterThanOrEqualTo(0.2);
    }

    @Test
    void shouldLetEverybodySpeakInTheLongRun() {
        assertThat(talk(8, HOUR_NANOS, 5).stream().map(Talkspurt::speaker).distinct())
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldPreferThoseWhoHaveSpoken() {
        // with 8 members a new voice comes in only every ninth time: the first ten spurts have few speakers
        double speakers = 0;
        for (int seed = 0; seed < 200; seed++) {
            speakers += talk(8, HOUR_NANOS / 60, seed).stream()
                    .limit(10)
                    .map(Talkspurt::speaker)
                    .distinct()
                    .count();
        }
        assertThat(speakers / 200).isBetween(2.0, 3.5);
    }

    @Test
    void shouldTalkToItselfWithoutOverlapWhenAlone() {
        Shares shares = Shares.of(talk(1, HOUR_NANOS, 1), HOUR_NANOS);

        assertThat(shares.twice).isZero();
        assertThat(shares.single).isEqualTo(0.854 / (0.854 + 0.656), within(0.03));
    }

    @Test
    void shouldRepeatItselfFromTheSameSeedOnly() {
        assertThat(talk(8, HOUR_NANOS, 1)).isEqualTo(talk(8, HOUR_NANOS, 1)).isNotEqualTo(talk(8, HOUR_NANOS, 2));
    }

    @Test
    void shouldNotMoveTheBeginningWhenTheTalkIsLonger() {
        List<Talkspurt> shorter = talk(8, HOUR_NANOS, 1);
        List<Talkspurt> longer = talk(8, 2 * HOUR_NANOS, 1);

        assertThat(longer).startsWith(shorter.subList(0, shorter.size() - 2).toArray(Talkspurt[]::new));
        assertThat(shorter).allMatch(spurt -> spurt.startNanos() < spurt.endNanos() && spurt.endNanos() <= HOUR_NANOS);
    }

    private static List<Talkspurt> talk(int speakers, long durationNanos, long seed) {
        return new P59Conversation(speakers, new RandomStreams(seed).stream("talk", 0)).talk(durationNanos);
    }

    /** Time shares of nobody, one and two talking, from the spurts alone. */
    private static final class Shares {
        double silence;
        double single;
        double twice;
        double meanSilenceSeconds;
        double shortestSilenceSeconds = Double.MAX_VALUE;
        int most;

        static Shares of(List<Talkspurt> spurts, long durationNanos) {
            List<long[]> edges = new ArrayList<>();
            for (Talkspurt spurt : spurts) {
                edges.add(new long[] {spurt.startNanos(), 1});
                edges.add(new long[] {spurt.endNanos(), -1});
            }
            // a start before an end at the same instant, so that no silence of length 0 appears
            edges.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(b[1], a[1]));
            Shares shares = new Shares();
            double[] time = new double[3];
            int silences = 0;
            int talking = 0;
            long last = 0;
            for (long[] edge : edges) {
                long span = edge[0] - last;
                time[talking] += span;
                if (talking == 0) {
                    silences++;
                    shares.shortestSilenceSeconds = Math.min(shares.shortestSilenceSeconds, span / 1e9);
                }
                talking += (int) edge[1];
                shares.most = Math.max(shares.most, talking);
                last = edge[0];
            }
            shares.silence = time[0] / durationNanos;
            shares.single = time[1] / durationNanos;
            shares.twice = time[2] / durationNanos;
            shares.meanSilenceSeconds = time[0] / 1e9 / silences;
            return shares;
        }
    }
}

package io.consonance.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalDistributionTest {

    private static final int DRAWS = 2_000_000;
    private static final double LIMIT = 4;
    /** Eight per unit: finer than most layers are wide, and as far out as the tail beyond all of them. */
    private static final int BINS = 64;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void shouldDrawEveryIntervalAsOftenAsItsShare() {
        // the first for everything below the limits, the last for everything above
        long[] drawn = new long[BINS + 2];
        for (int draw = 0; draw < DRAWS; draw++) {
            double place = Math.ceil((NormalDistribution.next(random) + LIMIT) * BINS / (2 * LIMIT));
            drawn[(int) Math.max(0, Math.min(BINS + 1, place))]++;
        }

        double[] above = NormalDistribution.upperTails(LIMIT, BINS);
        double chiSquare = 0;
        for (int bin = 0; bin < drawn.length; bin++) {
            double share = (bin == 0 ? 1 : above[bin - 1]) - (bin > BINS ? 0 : above[bin]);
            double expected = DRAWS * share;
            chiSquare += (drawn[bin] - expected) * (drawn[bin] - expected) / expected;
        }
        // 65 degrees of freedom: one of ten thousand is below 30, and one above 115
        assertThat(chiSquare).isBetween(30.0, 115.0);
    }

    @Test
    void shouldHaveTheMomentsOfTheStandardNormalDistribution() {
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double value = NormalDistribution.next(random);
            sum += value;
            squares += value * value;
            fourths += value * value * value * value;
        }

        // four standard errors of each
        assertThat(sum / DRAWS).isCloseTo(0, within(4 / Math.sqrt(DRAWS)));
        assertThat(squares / DRAWS).isCloseTo(1, within(4 * Math.sqrt(2.0 / DRAWS)));
        assertThat(fourths / DRAWS).isCloseTo(3, within(4 * Math.sqrt(96.0 / DRAWS)));
    }

    @Test
    void shouldKnowTheSharesAbove() {
        double[] tails = NormalDistribution.upperTails(3, 600);

        assertThat(tails[300]).isCloseTo(0.5, within(1e-9));
        assertThat(tails[400]).isCloseTo(0.158655253931457, within(1e-9));
        assertThat(tails[600]).isCloseTo(0.001349898031630, within(1e-9));
    }
}

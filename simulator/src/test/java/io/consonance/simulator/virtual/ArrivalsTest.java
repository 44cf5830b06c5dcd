package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private record Due(long nanos, SpokenFrame frame) {}

    private final Arrivals arrivals = new Arrivals();

    @Test
    void shouldKnowOfNothingAtFirst() {
        assertThat(arrivals.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldTakeFramesByTimeAndThoseOfOneTimeInTheirOrder() {
        SplittableRandom random = new SplittableRandom(11);
        List<Due> expected = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            // most overtake a few, one of fifty is overtaken by many
            long held = random.nextInt(50) == 0 ? 500 : random.nextInt(6) * 10;
            Due due = new Due(number * 10L + held, new SpokenFrame(1, number, 0));
            arrivals.add(due.nanos, due.frame);
            expected.add(due);
            if (number % 100 == 99) {
                takeUntil(number * 10L, expected);
            }
        }
        takeUntil(Long.MAX_VALUE - 1, expected);

        assertThat(expected).isEmpty();
        assertThat(arrivals.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldGrowWhereverItsRingBegins() {
        List<Due> expected = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            Due due = new Due(number, new SpokenFrame(1, number, 0));
            arrivals.add(due.nanos, due.frame);
            expected.add(due);
            if (number % 3 == 2) {
                takeUntil(number / 3, expected);
            }
        }

        takeUntil(100, expected);
    }

    private void takeUntil(long nanos, List<Due> expected) {
        expected.sort(Comparator.comparingLong(Due::nanos));
        while (arrivals.nextNanos() <= nanos) {
            Due due = expected.remove(0);
            assertThat(arrivals.nextNanos()).isEqualTo(due.nanos);
            assertThat(arrivals.take()).isSameAs(due.frame);
        }
        assertThat(expected).allMatch(due -> due.nanos > nanos);
    }
}

package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private record Due(long nanos, int number) {}

    private final EventQueue queue = new EventQueue();

    @Test
    void shouldTakeEventsByTimeAndThoseOfOneTimeInTheirOrder() {
        SplittableRandom random = new SplittableRandom(9);
        List<Due> expected = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            long nanos = random.nextInt(3_000);
            queue.add(nanos, EventQueue.AT_PEER, 7, number, null);
            expected.add(new Due(nanos, number));
        }
        expected.sort(Comparator.comparingLong(Due::nanos));

        for (Due due : expected) {
            assertThat(queue.takeUntil(due.nanos - 1)).isFalse();
            assertThat(queue.takeUntil(due.nanos)).isTrue();
            assertThat(queue.nowNanos()).isEqualTo(due.nanos);
            assertThat(queue.number()).isEqualTo(due.number);
        }
        assertThat(queue.takeUntil(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldStayInOrderWhileItIsFilledAndEmptied() {
        SplittableRandom random = new SplittableRandom(10);
        long now = 0;
        for (int i = 0; i < 100_000; i++) {
            queue.add(now + random.nextInt(1_000), EventQueue.WAKE, i);
            if (random.nextInt(100) < 90) {
                assertThat(queue.takeUntil(Long.MAX_VALUE)).isTrue();
                assertThat(queue.nowNanos()).isGreaterThanOrEqualTo(now);
                now = queue.nowNanos();
            }
        }
    }
}

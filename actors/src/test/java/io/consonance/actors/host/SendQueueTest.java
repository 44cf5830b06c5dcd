package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final long STALL = 5_000;

    private static ByteString frame(int bytes) {
        return ByteString.fromArrayUnsafe(new byte[bytes]);
    }

    @Test
    void shouldCountPrefixesAndWhatIsInFlight() {
        SendQueue queue = new SendQueue(200, STALL);
        assertThat(queue.offer(0, frame(98))).isTrue();
        assertThat(queue.takeBatch()).hasSize(1);
        assertThat(queue.bytes()).isEqualTo(100);
        assertThat(queue.offer(0, frame(98))).isTrue();
        assertThat(queue.offer(0, frame(1))).isFalse();
        queue.handleTaken(1);
        assertThat(queue.bytes()).isEqualTo(103);
    }

    @Test
    void shouldHandOutOneSmallBatchAtATimeInOrder() {
        SendQueue queue = new SendQueue(1 << 30, STALL);
        Random random = new Random(3);
        List<ByteString> offered = new ArrayList<>();
        List<ByteString> taken = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ByteString frame = frame(1 + random.nextInt(20_000));
            offered.add(frame);
            queue.offer(i, frame);
            if (random.nextInt(3) == 0) {
                List<ByteString> batch = queue.takeBatch();
                assertThat(batch.size() == 1
                                || batch.stream().mapToInt(f -> f.size() + 2).sum() <= 16 * 1024)
                        .isTrue();
                assertThat(queue.takeBatch()).isEmpty();
                taken.addAll(batch);
                queue.handleTaken(i);
            }
        }
        for (List<ByteString> batch = queue.takeBatch(); !batch.isEmpty(); batch = queue.takeBatch()) {
            taken.addAll(batch);
            queue.handleTaken(1_000);
        }
        assertThat(taken).hasSameSizeAs(offered);
        for (int i = 0; i < taken.size(); i++) {
            assertThat(taken.get(i)).isSameAs(offered.get(i));
        }
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void shouldStallFromTheFirstFrameOrTheLastTaking() {
        SendQueue queue = new SendQueue(1_000, STALL);
        assertThat(queue.stallAtNanos()).isEqualTo(Long.MAX_VALUE);
        queue.offer(10, frame(1));
        queue.offer(20, frame(1));
        assertThat(queue.stallAtNanos()).isEqualTo(10 + STALL);
        queue.takeBatch();
        assertThat(queue.stallAtNanos()).isEqualTo(10 + STALL);
        queue.offer(25, frame(1));
        queue.handleTaken(30);
        assertThat(queue.stallAtNanos()).isEqualTo(30 + STALL);
        queue.takeBatch();
        queue.handleTaken(40);
        assertThat(queue.stallAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldLetAWelcomePassBeyondTheLimitOnceUntilItIsTaken() {
        SendQueue queue = new SendQueue(100, STALL);
        assertThat(queue.offerWelcome(0, List.of(frame(30_000), frame(30_000)))).isTrue();
        assertThat(queue.offer(0, frame(98))).isTrue();
        assertThat(queue.offer(0, frame(1))).isFalse();

        SendQueue twice = new SendQueue(100, STALL);
        twice.offerWelcome(0, List.of(frame(30_000)));
        assertThat(twice.offerWelcome(0, List.of(frame(30_000)))).isFalse();

        SendQueue taken = new SendQueue(100, STALL);
        taken.offerWelcome(0, List.of(frame(30_000)));
        taken.takeBatch();
        taken.handleTaken(1);
        assertThat(taken.offer(1, frame(99))).isFalse();
    }

    @Test
    void shouldForgetWhatIsNotWithTheTransport() {
        SendQueue queue = new SendQueue(100, STALL);
        queue.offer(0, frame(50));
        queue.takeBatch();
        queue.offer(0, frame(40));
        queue.clearWaiting();
        assertThat(queue.hasWaiting()).isFalse();
        assertThat(queue.bytes()).isEqualTo(52);
    }
}

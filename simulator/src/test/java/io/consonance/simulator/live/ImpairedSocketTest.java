package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ImpairedSocketTest {

    private static final InetSocketAddress HOST = new InetSocketAddress("192.0.2.1", 7_400);

    private final List<Long> dueNanos = new ArrayList<>();
    private int passed;
    private long nowNanos = 1_000_000_000;

    @Test
    void shouldDelayEachDirectionAsItsOwnLinkDoes() {
        ImpairedSocket socket = socket(delay(30), delay(5));

        socket.outgoing(HOST, 100, () -> passed++);
        nowNanos += 1_000_000;
        socket.incoming(HOST, 100, () -> passed++);

        assertThat(dueNanos).containsExactly(1_030_000_000L, 1_006_000_000L);
        assertThat(passed).isEqualTo(2);
    }

    @Test
    void shouldLetNothingPassThatIsLostAndEverythingTwiceThatIsDoubled() {
        LinkProfile dead = LinkProfile.of(LossModel.bernoulli(1), DelayModel.constant(Duration.ZERO));
        ImpairedSocket socket = socket(dead, delay(5).withDuplicates(1));

        socket.outgoing(HOST, 100, () -> passed++);
        assertThat(passed).isZero();

        socket.incoming(HOST, 100, () -> passed++);
        assertThat(passed).isEqualTo(2);
    }

    @Test
    void shouldKeepTheOrderOfWhatIsDueAtTheSameTime() throws InterruptedException {
        List<Integer> done = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1_000);
        try (DelayLine line = new DelayLine()) {
            long dueAt = System.nanoTime() + 20_000_000;
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                line.add(dueAt, () -> {
                    done.add(number);
                    all.countDown();
                });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(done).isSorted().hasSize(1_000);
    }

    private ImpairedSocket socket(LinkProfile up, LinkProfile down) {
        return new ImpairedSocket(
                new Impairment(up, new SplittableRandom(1), 0),
                new Impairment(down, new SplittableRandom(2), 0),
                (atNanos, what) -> {
                    dueNanos.add(atNanos);
                    what.run();
                },
                () -> nowNanos);
    }

    private static LinkProfile delay(long millis) {
        return LinkProfile.of(LossModel.NONE, DelayModel.constant(Duration.ofMillis(millis)));
    }
}

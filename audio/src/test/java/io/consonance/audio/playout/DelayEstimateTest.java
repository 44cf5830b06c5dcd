package io.consonance.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DelayEstimateTest {

    private static final long MILLI = 1_000_000;
    private static final long FRAME = 20 * MILLI;

    private final DelayEstimate estimate = new DelayEstimate();
    private final SplittableRandom random = new SplittableRandom(8);
    private long now;

    @Test
    void shouldStartWithAGuess() {
        assertThat(estimate.quantileNanos()).isEqualTo(40 * MILLI);
    }

    @Test
    void shouldFollowTheQuantileUpAndDownAgain() {
        receive(3_000, 100);
        assertThat(estimate.quantileNanos()).isEqualTo(100 * MILLI);

        receive(3_000, 10);
        assertThat(estimate.quantileNanos()).isEqualTo(10 * MILLI);

        receive(3_000, 200);
        assertThat(estimate.quantileNanos()).isBetween(190 * MILLI, 200 * MILLI);
    }

    @Test
    void shouldKeepItsGroundOverHoursOfPackets() {
        receive(200_000, 100);
        assertThat(estimate.quantileNanos()).isBetween(95 * MILLI, 100 * MILLI);

        receive(20_000, 20);
        assertThat(estimate.quantileNanos()).isEqualTo(20 * MILLI);
    }

    @Test
    void shouldIgnoreThreeInAHundred() {
        for (int i = 0; i < 5_000; i++) {
            arrive(i % 50 == 0 ? 250 * MILLI : 0);
        }
        assertThat(estimate.quantileNanos()).isEqualTo(5 * MILLI);
    }

    @Test
    void shouldForgetTheFastestPacketAfterTwoSeconds() {
        arrive(0);
        assertThat(estimate.baseNanos()).isEqualTo(1_000 * MILLI);

        for (int packet = 0; packet < 85; packet++) {
            arrive(30 * MILLI);
        }
        assertThat(estimate.baseNanos()).isEqualTo(1_000 * MILLI);

        for (int packet = 0; packet < 20; packet++) {
            arrive(30 * MILLI);
        }
        assertThat(estimate.baseNanos()).isEqualTo(1_030 * MILLI);
        arrive(25 * MILLI);
        assertThat(estimate.baseNanos()).isEqualTo(1_025 * MILLI);
    }

    @Test
    void shouldForgetTheLeastDelayWhenNothingCameForTwoSeconds() {
        arrive(0);
        now += 2_000 * MILLI;
        arrive(30 * MILLI);

        assertThat(estimate.baseNanos()).isEqualTo(1_030 * MILLI);
    }

    /** Packets that are late by anything up to so much. */
    private void receive(int packets, long maxMillis) {
        for (int i = 0; i < packets; i++) {
            arrive(random.nextLong(maxMillis * MILLI));
        }
    }

    private void arrive(long lateNanos) {
        now += FRAME;
        estimate.arrived(now, 1_000 * MILLI + lateNanos);
    }
}

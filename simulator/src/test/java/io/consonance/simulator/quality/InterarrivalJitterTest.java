package io.consonance.simulator.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterarrivalJitterTest {

    @Test
    void shouldMoveASixteenthOfTheWayTowardsEachDifference() {
        InterarrivalJitter jitter = new InterarrivalJitter();
        jitter.arrived(0, 100);
        jitter.arrived(20, 136);
        assertThat(jitter.jitterNanos()).isEqualTo(1);

        jitter.arrived(40, 140);
        assertThat(jitter.jitterNanos()).isCloseTo(1 + 15.0 / 16, within(1e-12));
    }

    @Test
    void shouldNotCompareAcrossSpeeches() {
        InterarrivalJitter jitter = new InterarrivalJitter();
        jitter.arrived(0, 100);
        jitter.restart();
        jitter.arrived(0, 9_000);

        assertThat(jitter.jitterNanos()).isZero();
    }

    /** The estimate settles around the mean difference of two delays: w/3 if uniform, 2 sigma / sqrt(pi) if normal, 3b/2 if Laplace. */
    @Test
    void shouldSettleAroundTheMeanDifferenceOfTwoDelays() {
        Duration max = Duration.ofMillis(400);
        Duration middle = Duration.ofMillis(200);
        Duration width = Duration.ofMillis(12);

        assertThat(meanJitterMillis(DelayModel.uniform(middle, middle.plus(width))))
                .isCloseTo(12 / 3.0, within(0.05));
        assertThat(meanJitterMillis(DelayModel.normal(middle, width, max)))
                .isCloseTo(2 * 12 / Math.sqrt(Math.PI), within(0.15));
        assertThat(meanJitterMillis(DelayModel.laplace(middle, width, max))).isCloseTo(1.5 * 12, within(0.2));
    }

    private static double meanJitterMillis(DelayModel delay) {
        // frames far apart, so that none has to wait for the one before it
        long frame = 1_000_000_000;
        Impairment link = new Impairment(LinkProfile.of(LossModel.NONE, delay), new SplittableRandom(6), 0);
        InterarrivalJitter jitter = new InterarrivalJitter();
        double sum = 0;
        int packets = 200_000;
        for (long i = 0; i < packets; i++) {
            link.offer(i * frame, 60);
            jitter.arrived(i * frame, link.arrivalNanos(0));
            sum += jitter.jitterNanos();
        }
        return sum / packets / 1e6;
    }
}

package io.consonance.simulator.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
}

package io.consonance.simulator.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BurstRatioTest {

    @Test
    void shouldBeOneForRandomLoss() {
        SplittableRandom random = new SplittableRandom(5);
        BurstRatio ratio = new BurstRatio();
        for (int i = 0; i < 1_000_000; i++) {
            ratio.frame(random.nextDouble() < 0.1);
        }

        assertThat(ratio.lossFraction()).isCloseTo(0.1, within(0.001));
        assertThat(ratio.value()).isCloseTo(1, within(0.02));
    }

    @Test
    void shouldCountFramesInARowAsOneBurst() {
        BurstRatio ratio = new BurstRatio();
        for (char c : "..xxx....x..xx......".toCharArray()) {
            ratio.frame(c == 'x');
        }

        assertThat(ratio.missing()).isEqualTo(6);
        assertThat(ratio.bursts()).isEqualTo(3);
        assertThat(ratio.meanBurst()).isEqualTo(2);
        assertThat(ratio.value()).isCloseTo(1.4, within(1e-9));
    }

    @Test
    void shouldBeOneWhenNothingIsMissing() {
        BurstRatio ratio = new BurstRatio();
        ratio.frame(false);

        assertThat(ratio.value()).isEqualTo(1);
        assertThat(ratio.meanBurst()).isZero();
    }
}

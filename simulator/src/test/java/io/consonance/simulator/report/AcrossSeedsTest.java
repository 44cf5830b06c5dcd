package io.consonance.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcrossSeedsTest {

    @Test
    void shouldGiveTheIntervalOfStudentsT() {
        // standard error 0.6455, and the 97.5 % quantile with three degrees of freedom is 3.1824
        AcrossSeeds.Interval interval = AcrossSeeds.interval("x", "ms", 1, 2, 3, 4);

        assertThat(interval.mean()).isEqualTo(2.5);
        assertThat(interval.low()).isCloseTo(2.5 - 2.0543, within(0.0001));
        assertThat(interval.high()).isCloseTo(2.5 + 2.0543, within(0.0001));
        assertThat(interval.perSeed()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldCompareSeedBySeedWhereTheyAreTheSame() {
        AcrossSeeds.Interval left = AcrossSeeds.interval("x", "ms", 1, 20, 300);
        AcrossSeeds.Interval right = AcrossSeeds.interval("x", "ms", 2, 21, 301);

        AcrossSeeds.Interval paired = AcrossSeeds.difference(left, right, true);
        AcrossSeeds.Interval apart = AcrossSeeds.difference(left, right, false);

        assertThat(paired.low()).isEqualTo(1);
        assertThat(paired.high()).isEqualTo(1);
        assertThat(apart.mean()).isEqualTo(1);
        assertThat(apart.low()).isLessThan(-300);
    }

    @Test
    void shouldCompareOtherSeedsByWelchsT() {
        // Spreads of 1 and 4, three runs each: 2.941 degrees of freedom, t of 3.2182 there.
        AcrossSeeds.Interval difference = AcrossSeeds.difference(
                AcrossSeeds.interval("x", "ms", 1, 2, 3), AcrossSeeds.interval("x", "ms", 6, 8, 10), false);

        assertThat(difference.mean()).isEqualTo(6);
        assertThat(difference.high() - difference.mean()).isCloseTo(4.155, within(0.01));
    }

    @Test
    void shouldGiveAPointWhereAllSeedsAgree() {
        AcrossSeeds.Interval interval = AcrossSeeds.interval("x", "ms", 7, 7);

        assertThat(interval.low()).isEqualTo(7);
        assertThat(interval.high()).isEqualTo(7);
    }

    @Test
    void shouldBeTheFirstRunWithTheWorstOfAllThresholds() {
        Report first = SampleReports.passed();
        Report together = AcrossSeeds.together(List.of(first, SampleReports.withoutLoss(4_243)));

        assertThat(together.seed()).isEqualTo(4_242);
        assertThat(together.lost()).isEqualTo(first.lost());
        assertThat(together.passed()).isFalse();
        assertThat(together.acrossSeeds().seeds()).containsExactly(4_242L, 4_243L);
        assertThat(together.acrossSeeds().passed()).isEqualTo(2);
        assertThat(together.thresholds())
                .extracting(Threshold::name)
                .containsExactlyElementsOf(
                        first.thresholds().stream().map(Threshold::name).toList());
        assertThat(together.thresholds().get(1).actual()).isEqualTo(0.0234);
        assertThat(together.run().process().wallSeconds()).isEqualTo(67);
        assertThat(mean(together, "lost")).isCloseTo(100.0 * 136 / 600_123 / 2, within(0.0001));
    }

    @Test
    void shouldTakeTheWorstOfEachKindOfThreshold() {
        assertThat(Threshold.worst(List.of(Threshold.p99(50, 20), Threshold.p99(50, 60)))
                        .actual())
                .isEqualTo(60);
        assertThat(Threshold.worst(
                                List.of(Threshold.atLeast("MOS", "MOS", 3, 2.5), Threshold.atLeast("MOS", "MOS", 3, 4)))
                        .actual())
                .isEqualTo(2.5);
        assertThat(Threshold.worst(List.of(Threshold.exactly("x", "x", 8, 8), Threshold.exactly("x", "x", 8, 7)))
                        .actual())
                .isEqualTo(7);
    }

    @Test
    void shouldAskForTwoRunsAtLeast() {
        assertThatThrownBy(() -> AcrossSeeds.together(List.of(SampleReports.passed())))
                .hasMessage("1 runs: an interval takes at least 2");
    }

    private static double mean(Report report, String name) {
        return report.acrossSeeds().measures().stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .mean();
    }
}

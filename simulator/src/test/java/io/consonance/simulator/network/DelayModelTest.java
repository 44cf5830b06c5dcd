package io.consonance.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DelayModelTest {

    private static final int PACKETS = 400_000;
    private static final long FRAME_NANOS = 20_000_000;

    @Test
    void shouldBeConstant() {
        assertThat(delaysMillis(DelayModel.constant(millis(7)))).containsOnly(7);
    }

    @Test
    void shouldBeUniform() {
        double[] sorted = sorted(DelayModel.uniform(millis(10), millis(50)));

        assertThat(quantile(sorted, 0.1)).isCloseTo(14, within(0.2));
        assertThat(quantile(sorted, 0.5)).isCloseTo(30, within(0.2));
        assertThat(quantile(sorted, 0.9)).isCloseTo(46, within(0.2));
        assertThat(sorted[0]).isBetween(10.0, 10.01);
    }

    @Test
    void shouldBeNormal() {
        double[] sorted = sorted(DelayModel.normal(millis(100), millis(10), millis(500)));

        assertThat(mean(sorted)).isCloseTo(100, within(0.06));
        assertThat(quantile(sorted, 0.8413)).isCloseTo(110, within(0.15));
        assertThat(quantile(sorted, 0.0228)).isCloseTo(80, within(0.3));
    }

    @Test
    void shouldBeParetoWithItsTail() {
        double[] sorted = sorted(DelayModel.pareto(millis(10), millis(20), 3, millis(2_000)));

        assertThat(mean(sorted)).isCloseTo(10 + 20 / 2.0, within(0.15));
        assertThat(quantile(sorted, 0.5)).isCloseTo(10 + 20 * (Math.pow(0.5, -1 / 3.0) - 1), within(0.1));
        assertThat(quantile(sorted, 0.99)).isCloseTo(10 + 20 * (Math.pow(0.01, -1 / 3.0) - 1), within(2.0));
    }

    @Test
    void shouldBeLaplaceCutAtItsLimits() {
        double[] sorted = sorted(DelayModel.laplace(millis(20), Duration.ofNanos(5_110_000), millis(80)));

        assertThat(quantile(sorted, 0.5)).isCloseTo(20, within(0.05));
        assertThat(quantile(sorted, 0.9)).isCloseTo(20 - 5.11 * Math.log(0.2), within(0.15));
        assertThat(sorted[0]).isZero();
        assertThat(sorted[sorted.length - 1]).isLessThanOrEqualTo(80);
    }

    @Test
    void shouldCorrelateAsAskedAndForgetWithTime() {
        DelayModel model =
                DelayModel.normal(millis(100), millis(10), millis(500)).withCorrelation(0.8);
        double[] next = delaysMillis(model);

        assertThat(correlation(next, 1)).isCloseTo(0.8, within(0.01));
        assertThat(correlation(next, 3)).isCloseTo(0.512, within(0.015));
        assertThat(correlation(next, 50)).isCloseTo(0, within(0.015));
        assertThat(mean(next)).isCloseTo(100, within(0.2));
        assertThat(model.normalAfter(60, 1, 0)).isCloseTo(0.512, within(1e-9));
        assertThat(model.normalAfter(1_000, 1, 0)).isCloseTo(Math.pow(0.8, 50), within(1e-9));
        assertThat(model.normalAfter(20, 0, 1)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void shouldForgetAsFastWhenPacketsAreLessThanAMillisecondApart() {
        DelayModel model =
                DelayModel.normal(millis(100), millis(10), millis(500)).withCorrelation(0.8);
        double[] next = delaysMillis(model, 900_000);

        assertThat(correlation(next, 200)).isCloseTo(Math.pow(0.8, 9), within(0.05));
        assertThat(mean(next)).isCloseTo(100, within(0.5));
    }

    @Test
    void shouldFollowATraceAgainAndAgain() {
        DelayModel model = DelayModel.trace(millis(20), 5_000_000, DelayModel.LOST, 9_000_000);
        Impairment link = new Impairment(LinkProfile.of(LossModel.NONE, model), new SplittableRandom(1), 0);

        assertThat(link.offer(0, 10)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(5_000_000);
        assertThat(link.offer(20_000_000, 10)).isZero();
        assertThat(link.offer(40_000_000, 10)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(49_000_000);
        assertThat(link.offer(60_000_000, 10)).isOne();
        assertThat(link.arrivalNanos(0)).isEqualTo(65_000_000);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> DelayModel.constant(millis(-1))).hasMessage("delay PT-0.001S: use 0 to 1 min");
        assertThatThrownBy(() -> DelayModel.uniform(millis(5), millis(1))).hasMessageContaining("max PT0.001S");
        assertThatThrownBy(() -> DelayModel.pareto(millis(1), millis(1), 0, millis(9)))
                .hasMessageContaining("shape 0");
        assertThatThrownBy(() -> DelayModel.constant(millis(1)).withCorrelation(1))
                .hasMessageContaining("correlation 1");
        assertThatThrownBy(() -> DelayModel.trace(millis(1), -2)).hasMessageContaining("-1 for lost");
    }

    private static double[] sorted(DelayModel model) {
        double[] delays = delaysMillis(model);
        Arrays.sort(delays);
        return delays;
    }

    private static double[] delaysMillis(DelayModel model) {
        return delaysMillis(model, FRAME_NANOS);
    }

    private static double[] delaysMillis(DelayModel model, long apartNanos) {
        LinkProfile profile = LinkProfile.of(LossModel.NONE, model).withReordering(0);
        Impairment link = new Impairment(profile, new SplittableRandom(77), 0);
        double[] delays = new double[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            link.offer(i * apartNanos, 100);
            delays[i] = (link.arrivalNanos(0) - i * apartNanos) / 1e6;
        }
        return delays;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) (share * sorted.length)];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double correlation(double[] values, int lag) {
        double mean = mean(values);
        double together = 0;
        double alone = 0;
        for (int i = 0; i + lag < values.length; i++) {
            together += (values[i] - mean) * (values[i + lag] - mean);
            alone += (values[i] - mean) * (values[i] - mean);
        }
        return together / alone;
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}

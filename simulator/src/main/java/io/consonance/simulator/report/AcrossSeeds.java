package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What runs of one scenario with several seeds say together. Immutable.
 *
 * @param confidence that an interval holds the mean of all seeds there are, if they are spread normally
 * @param seeds in the order they were run
 * @param passed how many of them held every threshold
 * @param measures what was measured, with its spread
 */
public record AcrossSeeds(double confidence, List<Long> seeds, int passed, List<Interval> measures) {

    private static final double CONFIDENCE = 0.95;

    /**
     * A mean and how far it can be trusted.
     *
     * @param low end of the interval
     * @param high end of the interval
     * @param perSeed the value of each run, in the order of the seeds
     */
    public record Interval(String name, String unit, double mean, double low, double high, double[] perSeed) {}

    /**
     * One report for all: that of the first seed, passed only if every run passed, with the worst of every threshold, the
     * time and work of all runs, and the intervals.
     *
     * @param reports of the same scenario, at least two
     */
    public static Report together(List<Report> reports) {
        if (reports.size() < 2) {
            throw new IllegalArgumentException(reports.size() + " runs: an interval takes at least 2");
        }
        Report first = reports.get(0);
        List<Threshold> thresholds = new ArrayList<>();
        // A run in which nobody spoke is judged by fewer than the others.
        reports.stream()
                .flatMap(report -> report.thresholds().stream())
                .collect(Collectors.groupingBy(Threshold::name, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(runs -> thresholds.add(Threshold.worst(runs)));
        return first.together(of(reports), thresholds, RunFacts.sum(reports));
    }

    private static AcrossSeeds of(List<Report> reports) {
        List<List<Measure>> runs = reports.stream().map(Measure::of).toList();
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < runs.get(0).size(); i++) {
            int index = i;
            Measure measure = runs.get(0).get(index);
            intervals.add(interval(
                    measure.name(),
                    measure.unit(),
                    runs.stream().mapToDouble(run -> run.get(index).value()).toArray()));
        }
        return new AcrossSeeds(
                CONFIDENCE,
                reports.stream().map(Report::seed).toList(),
                (int) reports.stream().filter(Report::passed).count(),
                List.copyOf(intervals));
    }

    /**
     * How far the right mean lies above the left one. Runs of the same seeds are compared seed by seed, for they share their
     * chance; others by Welch's t.
     *
     * @param sameSeeds whether both have the same seeds in the same order
     */
    static Interval difference(Interval left, Interval right, boolean sameSeeds) {
        double[] before = left.perSeed();
        double[] after = right.perSeed();
        if (sameSeeds) {
            double[] differences = new double[before.length];
            for (int i = 0; i < before.length; i++) {
                differences[i] = after[i] - before[i];
            }
            return interval(left.name(), left.unit(), differences);
        }
        double leftError = squaredError(before);
        double rightError = squaredError(after);
        double error = leftError + rightError;
        double freedom = error == 0
                ? 1
                : error
                        * error
                        / (leftError * leftError / (before.length - 1) + rightError * rightError / (after.length - 1));
        double half = quantile(freedom) * StrictMath.sqrt(error);
        double mean = mean(after) - mean(before);
        return new Interval(
                left.name(), left.unit(), rounded(mean), rounded(mean - half), rounded(mean + half), new double[0]);
    }

    /** Student's t: few runs, unknown spread. */
    static Interval interval(String name, String unit, double... values) {
        int runs = values.length;
        double mean = mean(values);
        double half = quantile(runs - 1) * StrictMath.sqrt(squaredError(values));
        double[] rounded = new double[runs];
        for (int i = 0; i < runs; i++) {
            rounded[i] = rounded(values[i]);
        }
        return new Interval(name, unit, rounded(mean), rounded(mean - half), rounded(mean + half), rounded);
    }

    private static double quantile(double freedom) {
        return TDistribution.of(freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    }

    private static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Of the mean. */
    private static double squaredError(double... values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1) / values.length;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}

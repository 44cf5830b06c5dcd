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

    /** Student's t: few runs, unknown spread. */
    static Interval interval(String name, String unit, double... values) {
        int runs = values.length;
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / runs;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double error = StrictMath.sqrt(squares / (runs - 1) / runs);
        double half = TDistribution.of(runs - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2) * error;
        double[] rounded = new double[runs];
        for (int i = 0; i < runs; i++) {
            rounded[i] = rounded(values[i]);
        }
        return new Interval(name, unit, rounded(mean), rounded(mean - half), rounded(mean + half), rounded);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}

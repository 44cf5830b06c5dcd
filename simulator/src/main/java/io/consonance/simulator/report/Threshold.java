package io.consonance.simulator.report;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One demand on a run and what came of it.
 *
 * @param name what is measured
 * @param unit of limit and actual
 * @param relation "at most", "at least" or "exactly"
 * @param limit what was demanded
 * @param actual what was measured
 * @param holds whether the demand is met
 */
public record Threshold(String name, String unit, String relation, double limit, double actual, boolean holds) {

    /** The name of the demand on the p99 latency; charts draw its line. */
    static final String P99 = "p99 one-way latency";

    /** The name of the demand on delivery; charts draw its line. */
    static final String MISSED = "not delivered exactly once";

    /** Demands that the share of deliveries that failed to arrive exactly once stays within a limit. */
    public static Threshold missed(double limitFraction, double actualFraction) {
        return atMost(MISSED, "%", limitFraction * 100, actualFraction * 100);
    }

    /** Demands that 99 % of deliveries take no longer than a limit. */
    public static Threshold p99(double limitMillis, double actualMillis) {
        return atMost(P99, "ms", limitMillis, actualMillis);
    }

    /** Demands that a value is at most a limit. */
    public static Threshold atMost(String name, String unit, double limit, double actual) {
        return new Threshold(name, unit, "at most", limit, actual, actual <= limit);
    }

    /** Demands that a value is at least a limit. */
    public static Threshold atLeast(String name, String unit, double limit, double actual) {
        return new Threshold(name, unit, "at least", limit, actual, actual >= limit);
    }

    /** Demands that a count is exactly this. */
    public static Threshold exactly(String name, String unit, long limit, long actual) {
        return new Threshold(name, unit, "exactly", limit, actual, actual == limit);
    }

    /** Of the same demand on several runs the one that came out worst. */
    static Threshold worst(List<Threshold> runs) {
        Comparator<Threshold> byActual = Comparator.comparingDouble(Threshold::actual);
        return switch (runs.get(0).relation()) {
            case "at most" -> Collections.max(runs, byActual);
            case "at least" -> Collections.min(runs, byActual);
            default -> runs.stream().filter(run -> !run.holds()).findFirst().orElse(runs.get(0));
        };
    }
}

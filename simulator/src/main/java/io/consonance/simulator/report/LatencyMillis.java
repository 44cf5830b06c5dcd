package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One-way latency in milliseconds, three significant digits.
 *
 * @param count first arrivals that were timed; all other values are 0 if it is 0
 * @param distribution number of arrivals by latency, without gaps, in steps of a fixed ratio
 */
public record LatencyMillis(
        long count,
        double min,
        double mean,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        List<Bucket> distribution) {

    private static final double FIRST_BUCKET_MICROS = 25;
    private static final double BUCKET_RATIO = 1.1;

    /** Arrivals that took longer than the previous bucket's limit and at most this one's. */
    public record Bucket(double upToMillis, long count) {}

    /** Reads a histogram of microseconds. */
    public static LatencyMillis ofMicros(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return new LatencyMillis(0, 0, 0, 0, 0, 0, 0, 0, List.of());
        }
        return new LatencyMillis(
                micros.getTotalCount(),
                millis(micros.getMinValue()),
                millis(micros.getMean()),
                millis(micros.getValueAtPercentile(50)),
                millis(micros.getValueAtPercentile(90)),
                millis(micros.getValueAtPercentile(99)),
                millis(micros.getValueAtPercentile(99.9)),
                millis(micros.getMaxValue()),
                distribution(micros));
    }

    private static List<Bucket> distribution(Histogram micros) {
        List<Bucket> buckets = new ArrayList<>();
        double limit = FIRST_BUCKET_MICROS;
        while (limit < micros.getMinValue()) {
            limit *= BUCKET_RATIO;
        }
        long from = 0;
        while (from <= micros.getMaxValue()) {
            // a value counts where the histogram's resolution puts it, so that no arrival falls between two buckets
            long to = micros.highestEquivalentValue((long) limit);
            long count = 0;
            for (var values = micros.recordedValues().iterator(); values.hasNext(); ) {
                var value = values.next();
                long at = value.getValueIteratedTo();
                count += at >= from && at <= to ? value.getCountAtValueIteratedTo() : 0;
            }
            buckets.add(new Bucket(millis(limit), count));
            from = to + 1;
            limit *= BUCKET_RATIO;
        }
        return List.copyOf(buckets);
    }

    /** Rounded to whole microseconds, the resolution of the recording. */
    private static double millis(double micros) {
        return Math.round(micros) / 1e3;
    }
}

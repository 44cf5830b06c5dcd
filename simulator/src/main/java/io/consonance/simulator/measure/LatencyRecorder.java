package io.consonance.simulator.measure;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * One-way latencies in microseconds, 1 us to 60 s with three significant digits; longer ones count as 60 s.
 *
 * <p>Recording allocates nothing.
 */
public final class LatencyRecorder {

    private static final long MAX_MICROS = 60_000_000;

    private final AbstractHistogram histogram;

    private LatencyRecorder(AbstractHistogram histogram) {
        this.histogram = histogram;
    }

    /** For many threads. */
    public static LatencyRecorder shared() {
        return new LatencyRecorder(new AtomicHistogram(MAX_MICROS, 3));
    }

    /** Not thread-safe; for one owner. */
    public static LatencyRecorder owned() {
        return new LatencyRecorder(new Histogram(MAX_MICROS, 3));
    }

    /** Records one latency; below zero counts as zero. */
    public void recordNanos(long latencyNanos) {
        histogram.recordValue(Math.min(MAX_MICROS, Math.max(0, latencyNanos / 1_000)));
    }

    /** What was recorded so far. */
    public Histogram snapshotMicros() {
        Histogram copy = new Histogram(MAX_MICROS, 3);
        copy.add(histogram);
        return copy;
    }
}

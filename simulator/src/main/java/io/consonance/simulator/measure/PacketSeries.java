package io.consonance.simulator.measure;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Packets per second of a run. Thread-safe. What falls before the begin counts in the first second, what falls after the
 * end in the last.
 */
public final class PacketSeries {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AtomicIntegerArray seconds;
    private volatile long beginNanos;

    /** A series over so many seconds, at least 1. */
    public PacketSeries(int seconds) {
        this.seconds = new AtomicIntegerArray(Math.max(1, seconds));
    }

    /** Sets the instant second 0 begins at; before the first packet. */
    public void begin(long nowNanos) {
        beginNanos = nowNanos;
    }

    /** Counts one packet. */
    public void count(long nowNanos) {
        long second = Math.floorDiv(nowNanos - beginNanos, SECOND_NANOS);
        seconds.incrementAndGet((int) Math.max(0, Math.min(seconds.length() - 1, second)));
    }

    /** Packets of each second. */
    public int[] perSecond() {
        int[] copy = new int[seconds.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = seconds.get(i);
        }
        return copy;
    }

    /** All packets. */
    public long total() {
        long sum = 0;
        for (int i = 0; i < seconds.length(); i++) {
            sum += seconds.get(i);
        }
        return sum;
    }
}

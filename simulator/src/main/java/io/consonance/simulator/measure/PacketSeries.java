package io.consonance.simulator.measure;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Packets per second of a run. Thread-safe, but for one that has an owner. What falls before the begin counts in the first
 * second, what falls after the end in the last.
 */
public final class PacketSeries {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AtomicIntegerArray seconds;
    private final boolean owned;
    private volatile long beginNanos;

    /** A series over so many seconds, at least 1. */
    public PacketSeries(int seconds) {
        this(seconds, false);
    }

    private PacketSeries(int seconds, boolean owned) {
        this.seconds = new AtomicIntegerArray(Math.max(1, seconds));
        this.owned = owned;
    }

    /** The same for one owner. */
    static PacketSeries owned(int seconds) {
        return new PacketSeries(seconds, true);
    }

    /** Sets the instant second 0 begins at; before the first packet. */
    public void begin(long nowNanos) {
        beginNanos = nowNanos;
    }

    /** Counts one packet. */
    public void count(long nowNanos) {
        long since = (nowNanos - beginNanos) / SECOND_NANOS;
        int second = (int) Math.max(0, Math.min(seconds.length() - 1, since));
        if (owned) {
            seconds.setPlain(second, seconds.getPlain(second) + 1);
        } else {
            seconds.incrementAndGet(second);
        }
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

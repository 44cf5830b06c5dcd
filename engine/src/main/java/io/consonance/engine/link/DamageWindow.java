package io.consonance.engine.link;

import java.time.Duration;

/** Remembers when the last damaged packets came and tells when there were too many. Not thread-safe. */
final class DamageWindow {

    private final long windowNanos;
    private final int limit;
    /** Made for the first damaged packet; most links never see one. */
    private long[] timesNanos;

    private int next;
    private boolean full;

    DamageWindow(int limit, Duration window) {
        this.windowNanos = window.toNanos();
        this.limit = limit;
    }

    /** Records one damaged packet; true when the limit was reached within the window. */
    boolean record(long nowNanos) {
        if (timesNanos == null) {
            timesNanos = new long[limit];
        }
        timesNanos[next] = nowNanos;
        next = (next + 1) % limit;
        full |= next == 0;
        // The slot to be overwritten next holds the oldest of the last "limit" packets.
        return full && nowNanos - timesNanos[next] <= windowNanos;
    }
}

package io.consonance.simulator.network;

import java.time.Duration;

/**
 * A time in which nothing passes.
 *
 * @param start since the link's clock began, inclusive
 * @param end exclusive, not before the start
 */
public record Outage(Duration start, Duration end) {

    /** Checks the order. */
    public Outage {
        if (start.isNegative() || end.compareTo(start) < 0) {
            throw new IllegalArgumentException("outage from " + start + " to " + end + ": use 0 <= start <= end");
        }
    }

    boolean covers(long sinceNanos) {
        return sinceNanos >= start.toNanos() && sinceNanos < end.toNanos();
    }
}

package io.consonance.simulator.scenario;

import java.time.Duration;

/**
 * When the peers of a group come, if they are not there from the start: evenly over a time. Immutable.
 *
 * @param at the first comes, since the talk began, 0 to 24 h
 * @param over until the last has come, 0 to 24 h
 */
public record Arrival(Duration at, Duration over) {

    /** Checks the ranges. */
    public Arrival {
        Limits.requireWithin("at", at, Duration.ZERO, Duration.ofHours(24));
        Limits.requireWithin("over", over, Duration.ZERO, Duration.ofHours(24));
    }

    long nanosOf(int peer, int peers) {
        return at.toNanos() + (long) ((double) over.toNanos() * peer / peers);
    }
}

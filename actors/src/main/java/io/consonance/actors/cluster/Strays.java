package io.consonance.actors.cluster;

import io.consonance.actors.settings.ClusterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Saved sessions that nobody serves, because they were empty when they left their node, or none of their peers came back. Their home takes
 * them, so that they end there like any other: else they would be remembered for ever. Not thread-safe; the cluster's actor owns it.
 */
final class Strays {
    /** So many are taken at a time: nobody waits for them. */
    private static final int AT_ONCE = 100;

    /** Peers that come back within that time are served first. */
    private final long lookEveryNanos;

    private long lookAtNanos = Long.MIN_VALUE;
    private Set<String> unservedBefore = Set.of();

    Strays(ClusterSettings settings) {
        Duration grace = settings.returnGrace();
        lookEveryNanos = (grace.compareTo(settings.lease()) > 0 ? grace : settings.lease()).toNanos();
    }

    /** Whether it is time to look which sessions nobody serves. */
    boolean isDue(long nowNanos) {
        if (nowNanos < lookAtNanos) {
            return false;
        }
        lookAtNanos = nowNanos + lookEveryNanos;
        return true;
    }

    /** Those to take now: nobody served them at the last look either. */
    List<String> due(Set<String> unserved) {
        List<String> due = unserved.stream()
                .filter(unservedBefore::contains)
                .limit(AT_ONCE)
                .toList();
        unservedBefore = unserved;
        return due;
    }
}

package io.consonance.simulator.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * When nothing was said in a session, though somebody always talks: the simulator was late. What was not said then is no silence of the
 * cluster. A speaker whose node is gone goes on talking. Written by the speakers' threads, read by the run's.
 */
final class Speech {
    /** Twice the time from one frame to the next. */
    private static final long SHORTEST_PAUSE_NANOS = 40_000_000;

    private record Pause(long fromNanos, long toNanos) {}

    private final List<Pause> pauses = new ArrayList<>();
    private boolean begun;
    private long spokenNanos;

    synchronized void handleFrame(long nowNanos) {
        if (begun && nowNanos - spokenNanos > SHORTEST_PAUSE_NANOS) {
            pauses.add(new Pause(spokenNanos, nowNanos));
        }
        begun = true;
        spokenNanos = nowNanos;
    }

    /** How much of that time nothing was said. */
    synchronized long pausedNanos(long fromNanos, long toNanos) {
        return pauses.stream()
                .mapToLong(pause ->
                        Math.max(0, Math.min(toNanos, pause.toNanos()) - Math.max(fromNanos, pause.fromNanos())))
                .sum();
    }
}

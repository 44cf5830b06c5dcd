package io.consonance.simulator.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * When one peer was meant to be a member of its room, by its own clock: from the moment it knew that it was in, to the
 * moment it decided to leave. A connection that is lost without anybody's intention does <em>not</em> end a stay, so
 * that what is missed meanwhile counts as lost.
 *
 * <p>Thread-safe. Times are of the monotonic clock and may wrap.
 */
public final class Presence {

    /** {entered, left}; the last one may be open. */
    private final List<long[]> stays = new ArrayList<>();

    private boolean inside;

    /** The peer knows that it is a member. No effect while it is one already. */
    public synchronized void entered(long nowNanos) {
        if (!inside) {
            inside = true;
            stays.add(new long[] {nowNanos, 0});
        }
    }

    /** The peer is about to leave on purpose. No effect while it is not a member. */
    public synchronized void left(long nowNanos) {
        if (inside) {
            inside = false;
            stays.get(stays.size() - 1)[1] = nowNanos;
        }
    }

    /** Whether the peer is a member now. */
    public synchronized boolean inside() {
        return inside;
    }

    /** Whether the peer was a member all the time from {@code fromNanos} to {@code toNanos}. */
    public synchronized boolean covers(long fromNanos, long toNanos) {
        for (int i = stays.size() - 1; i >= 0; i--) {
            long[] stay = stays.get(i);
            if (fromNanos - stay[0] >= 0) {
                boolean open = inside && i == stays.size() - 1;
                return open || toNanos - stay[1] <= 0;
            }
        }
        return false;
    }
}

package io.consonance.simulator.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * When one peer was meant to be a member of a room, by its own clock: from the moment it knew that it was in, to the
 * moment it decided to leave. A connection that is lost without anybody's intention does <em>not</em> end a stay, so
 * that what is missed meanwhile counts as lost.
 *
 * <p>Thread-safe. Times are of the monotonic clock and may wrap.
 */
public final class Presence {

    /** One stay in one room; {@code leftNanos} is {@link Long#MAX_VALUE} while it goes on. Times since some moment. */
    record Stay(int room, long enteredNanos, long leftNanos) {}

    private final int home;
    private final List<Stay> stays = new ArrayList<>();
    private boolean inside;

    /** A peer that is outside; {@code home} is the room it has if nothing else is said. */
    public Presence(int home) {
        this.home = home;
    }

    /** The peer knows that it is a member of its home room. No effect while it is a member anywhere. */
    public void entered(long nowNanos) {
        entered(nowNanos, home);
    }

    /** The peer knows that it is a member of a room. No effect while it is a member anywhere. */
    public synchronized void entered(long nowNanos, int room) {
        if (!inside) {
            inside = true;
            stays.add(new Stay(room, nowNanos, Long.MAX_VALUE));
        }
    }

    /** The peer is about to leave on purpose. No effect while it is not a member. */
    public synchronized void left(long nowNanos) {
        if (inside) {
            inside = false;
            Stay last = stays.get(stays.size() - 1);
            stays.set(stays.size() - 1, new Stay(last.room, last.enteredNanos, nowNanos));
        }
    }

    /** Whether the peer is a member now. */
    public synchronized boolean inside() {
        return inside;
    }

    /** Whether the peer has ever been a member. */
    public synchronized boolean everInside() {
        return !stays.isEmpty();
    }

    /** All stays so far in order, with times since {@code beginNanos}. */
    synchronized List<Stay> stays(long beginNanos) {
        List<Stay> since = new ArrayList<>(stays.size());
        for (Stay stay : stays) {
            boolean open = stay.leftNanos == Long.MAX_VALUE;
            since.add(new Stay(
                    stay.room, stay.enteredNanos - beginNanos, open ? Long.MAX_VALUE : stay.leftNanos - beginNanos));
        }
        return since;
    }
}

package io.consonance.simulator.live;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

/** Counts who got in, who is still there and what went wrong, over all peers of a run. Thread-safe. */
final class Attendance {

    private final AtomicIntegerArray entries;
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger rejoins = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicReference<String> firstRefusal = new AtomicReference<>();
    private final AtomicReference<String> firstDisconnection = new AtomicReference<>();

    Attendance(int peers) {
        entries = new AtomicIntegerArray(peers);
    }

    void started() {
        alive.incrementAndGet();
    }

    void stopped() {
        alive.decrementAndGet();
    }

    /** The peer is in its room; told once per stay and after every reconnect. */
    void entered(int peer) {
        if (entries.getAndIncrement(peer) == 0) {
            joined.incrementAndGet();
        } else {
            rejoins.incrementAndGet();
        }
    }

    /** A session ended that nobody meant to end. */
    void lost() {
        lost.incrementAndGet();
    }

    void refused(String name, String why) {
        firstRefusal.compareAndSet(null, name + ": " + why);
    }

    /** A connection failed or ended, and is made again. */
    void disconnected(String name, String why) {
        firstDisconnection.compareAndSet(null, name + ": " + why);
    }

    /** Peers that were in their room at least once. */
    int joined() {
        return joined.get();
    }

    int rejoins() {
        return rejoins.get();
    }

    int sessionsLost() {
        return lost.get();
    }

    /** Clients that have not stopped yet. */
    int alive() {
        return alive.get();
    }

    /** The first refusal by the host, or null. */
    String firstRefusal() {
        return firstRefusal.get();
    }

    /** The first connection that failed or ended against its peer's will, with the cause; or null. */
    String firstDisconnection() {
        return firstDisconnection.get();
    }
}

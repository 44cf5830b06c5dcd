package io.consonance.actors.client;

import io.consonance.engine.peer.PeerEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What one client's listener heard. A test waits for what it expects and takes it out; the rest stays. */
final class Heard implements ClientListener {
    private static final long PATIENCE_SECONDS = 20;

    private final List<Object> events = new ArrayList<>();
    volatile String lastVoiceThread;

    @Override
    public void onPeerEvent(PeerEvent event) {
        if (event instanceof PeerEvent.VoiceReceived) {
            lastVoiceThread = Thread.currentThread().getName();
        }
        add(event);
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        add(event);
    }

    private synchronized void add(Object event) {
        events.add(event);
        notifyAll();
    }

    /** The oldest event of that type, once there is one. */
    <T> T next(Class<T> type) {
        return next(type, event -> true);
    }

    synchronized <T> T next(Class<T> type, Predicate<T> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            for (Iterator<Object> all = events.iterator(); all.hasNext(); ) {
                Object event = all.next();
                if (type.isInstance(event) && condition.test(type.cast(event))) {
                    all.remove();
                    return type.cast(event);
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no such " + type.getSimpleName() + " among " + events);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    synchronized void forget() {
        events.clear();
    }
}

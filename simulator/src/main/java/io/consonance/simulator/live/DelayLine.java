package io.consonance.simulator.live;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does things at their time, on a thread of its own: what is due first comes first, what is due at the same time comes in the
 * order it was added, however late the thread is. Thread-safe.
 */
final class DelayLine implements AutoCloseable {

    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final AtomicLong added = new AtomicLong();
    private final Thread thread = new Thread(this::run, "consonance-network");

    private record Due(long atNanos, long order, Runnable what) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Due due = (Due) other;
            int byTime = Long.compare(atNanos - due.atNanos, 0);
            return byTime != 0 ? byTime : Long.compare(order, due.order);
        }
    }

    /** A line with nothing on it, running. */
    DelayLine() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Adds what is due at that time of the monotonic clock. It must return at once and may not fail. */
    void add(long atNanos, Runnable what) {
        queue.add(new Due(atNanos, added.getAndIncrement(), what));
    }

    /** What is not due yet is never done. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                queue.take().what().run();
            }
        } catch (InterruptedException e) {
            // closed
            return;
        }
    }
}

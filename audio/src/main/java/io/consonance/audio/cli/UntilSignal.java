package io.consonance.audio.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Keeps the process alive after a signal until what was opened is closed, and ends it with the command's own exit code. For
 * one command; any thread may call.
 */
final class UntilSignal {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final IntConsumer halt;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Thread hook = new Thread(this::signalled, "consonance-signal");
    private Runnable abandon;
    private boolean closed;
    private int exitCode = 1;

    UntilSignal() {
        this(Runtime.getRuntime()::halt);
    }

    /** With another way to end the process. */
    UntilSignal(IntConsumer halt) {
        this.halt = halt;
    }

    void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Until {@link #joined}, a signal does this and ends the process at once, also if it came before: there is nobody to take
     * leave of yet.
     */
    synchronized void whileJoining(Runnable abandon) {
        this.abandon = abandon;
        notifyAll();
    }

    /** From now on a signal waits for what was opened to be closed. */
    synchronized void joined() {
        abandon = null;
    }

    /** Whether a signal came, waiting for one a while. */
    boolean asked(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }

    /** All is closed: a signal ends the process now. */
    void done(int code) {
        synchronized (this) {
            exitCode = code;
            closed = true;
            notifyAll();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook with it
            return;
        }
    }

    /** What a signal does; returns when the process may end. */
    void signalled() {
        asked.countDown();
        try {
            if (awaitEnd()) {
                halt.accept(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if it takes too long: the process ends with what the signal makes its exit code. */
    private synchronized boolean awaitEnd() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (!closed && abandon == null) {
            long leftNanos = deadlineNanos - System.nanoTime();
            if (leftNanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
        }
        if (!closed) {
            abandon.run();
        }
        return true;
    }
}

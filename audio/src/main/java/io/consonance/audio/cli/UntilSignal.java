package io.consonance.audio.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps the process alive after a signal until what was opened is closed, and ends it with the command's own exit code. For
 * one command; {@link #asked} may be read by any thread.
 */
final class UntilSignal {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(1);
    private final AtomicReference<Runnable> abandoned = new AtomicReference<>();
    private final Thread hook = new Thread(this::waitForClose, "consonance-signal");

    void install() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Until {@link #joined}, a signal does this and ends the process at once: there is nobody to take leave of yet. */
    void whileJoining(Runnable abandon) {
        abandoned.set(abandon);
    }

    /** From now on a signal waits for what was opened to be closed. */
    void joined() {
        abandoned.set(null);
    }

    /** Whether a signal came, waiting for one a while. */
    boolean asked(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }

    /** All is closed: a signal ends the process now. */
    int done(int code) {
        exitCode.set(code);
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook with it
            return code;
        }
        return code;
    }

    private void waitForClose() {
        asked.countDown();
        Runnable abandon = abandoned.getAndSet(null);
        if (abandon != null) {
            abandon.run();
            Runtime.getRuntime().halt(exitCode.get());
        }
        try {
            if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.consonance.simulator.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A signal interrupts a live run, and the JVM goes on ending when the hook is released, or after 45 s: what the run has
 * measured until then has to be written first. Any thread may call.
 */
final class InterruptHook {

    private static final long LEAVE_PATIENCE_SECONDS = 45;

    private final LiveRun run;
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "consonance-interrupt");

    private InterruptHook(LiveRun run) {
        this.run = run;
    }

    /** Installs one for this run. */
    static InterruptHook of(LiveRun run) {
        InterruptHook installed = new InterruptHook(run);
        Runtime.getRuntime().addShutdownHook(installed.hook);
        return installed;
    }

    /** What was to be written is written. */
    void release() {
        released.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already: the hook is what waits for us.
            return;
        }
    }

    private void interrupt() {
        run.interrupt();
        try {
            if (!released.await(LEAVE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("consonance simulate: the peers did not leave in time; no report");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

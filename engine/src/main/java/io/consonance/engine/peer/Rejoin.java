package io.consonance.engine.peer;

/**
 * How long to wait before joining again after a wrong session: not at all the first time, a step longer with every
 * attempt, and less again for the time that we ran without error. Section 6.
 */
final class Rejoin {

    private final long stepNanos;
    private final long maxNanos;
    private long waitNanos;
    private long runningSinceNanos;

    Rejoin(PeerSettings settings) {
        this.stepNanos = settings.rejoinStep().toNanos();
        this.maxNanos = settings.rejoinMax().toNanos();
    }

    /** We run again from that moment on. */
    void running(long nowNanos) {
        runningSinceNanos = nowNanos;
    }

    /** The wait before the attempt that follows this error. */
    long waitAfterError(long nowNanos) {
        long left = Math.max(0, waitNanos - (nowNanos - runningSinceNanos));
        waitNanos = Math.min(maxNanos, left + stepNanos);
        return left;
    }
}

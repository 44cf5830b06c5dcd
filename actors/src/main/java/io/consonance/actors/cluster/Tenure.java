package io.consonance.actors.cluster;

/** The right of this node to serve one session, for a time that is renewed again and again. Thread-safe; the cluster's actor alone changes it. */
public final class Tenure {
    /** Of a host without a cluster: for ever. */
    public static final Tenure UNLIMITED = new Tenure(0, Long.MAX_VALUE);

    private volatile long epoch;
    private volatile long untilNanos;

    private Tenure(long epoch, long untilNanos) {
        this.epoch = epoch;
        this.untilNanos = untilNanos;
    }

    /** In that epoch, up to that moment of the monotonic clock. */
    public static Tenure until(long epoch, long untilNanos) {
        return new Tenure(epoch, untilNanos);
    }

    /** Whether the session may be served at this moment of the monotonic clock. */
    public boolean holds(long nowNanos) {
        return nowNanos < untilNanos || untilNanos == Long.MAX_VALUE;
    }

    /** Which owner of the session this is, counted. */
    public long epoch() {
        return epoch;
    }

    /** Holds up to another moment, or in another epoch. */
    public void extend(long newEpoch, long newUntilNanos) {
        epoch = newEpoch;
        untilNanos = newUntilNanos;
    }
}

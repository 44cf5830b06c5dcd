package io.consonance.simulator.quality;

/**
 * Interarrival jitter by RFC 3550, 6.4.1. Dissonance sends no timestamps: the send time is the local sequence times the
 * duration of a frame, and begins anew with every speech. Not thread-safe; one owner.
 */
public final class InterarrivalJitter {

    private boolean known;
    private long transitNanos;
    private double jitterNanos;

    /** The next packet has nothing to be compared with. */
    public void restart() {
        known = false;
    }

    /** A packet that was sent at one time by the sender's clock arrives at another by ours. */
    public void arrived(long sentNanos, long arrivalNanos) {
        long transit = arrivalNanos - sentNanos;
        if (known) {
            jitterNanos += (Math.abs(transit - transitNanos) - jitterNanos) / 16;
        }
        known = true;
        transitNanos = transit;
    }

    /** The estimate; 0 before the second packet. */
    public double jitterNanos() {
        return jitterNanos;
    }
}

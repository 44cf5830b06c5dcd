package io.consonance.simulator.network;

/**
 * A token bucket with a queue that drops at its tail.
 *
 * @param bitsPerSecond at least 1,000; headers count as {@link #HEADER_BYTES} per packet
 * @param burstBytes what may pass at once after a rest, 0 or more
 * @param queueBytes what may wait, at least 1,500
 */
public record RateLimit(long bitsPerSecond, int burstBytes, int queueBytes) {

    /** IPv4 and UDP. */
    public static final int HEADER_BYTES = 28;

    /** Checks every range. */
    public RateLimit {
        if (bitsPerSecond < 1_000) {
            throw new IllegalArgumentException("bitsPerSecond " + bitsPerSecond + ": use at least 1000");
        }
        if (burstBytes < 0) {
            throw new IllegalArgumentException("burstBytes " + burstBytes + ": use 0 or more");
        }
        if (queueBytes < 1_500) {
            throw new IllegalArgumentException("queueBytes " + queueBytes + ": use at least 1500");
        }
    }

    long nanosFor(long bytes) {
        return bytes * 8_000_000_000L / bitsPerSecond;
    }
}

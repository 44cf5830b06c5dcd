package io.consonance.audio.client;

import io.consonance.audio.device.SoundFormat;

/**
 * When the next block is heard, give or take a constant: devices take blocks in bursts, their sound does not come in bursts.
 * Follows the machine's clock slowly, or at once when they are far apart. One owner.
 */
final class PlayClock {

    private static final long FAR_NANOS = 50_000_000;
    private static final int INERTIA = 64;

    private boolean running;
    private long atNanos;

    /** The time of the next block, asked for at {@code nowNanos}. */
    long next(long nowNanos) {
        long expected = atNanos + SoundFormat.BLOCK_NANOS;
        long error = nowNanos - expected;
        atNanos = !running || Math.abs(error) > FAR_NANOS ? nowNanos : expected + error / INERTIA;
        running = true;
        return atNanos;
    }
}

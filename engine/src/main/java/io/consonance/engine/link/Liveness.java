package io.consonance.engine.link;

import java.util.concurrent.TimeUnit;

/**
 * When a link was last heard, and when its silence has lasted too long. Not thread-safe. Source: {@code link.md},
 * "Sequence" 7: silent on both carriers for the keep-alive, or silent on TCP three times as long.
 */
final class Liveness {

    private static final int TCP_PATIENCE = 3;

    private final long keepAliveNanos;
    private long tcpHeardNanos;
    private long heardNanos;

    Liveness(long nowNanos, int keepAliveSeconds) {
        this.keepAliveNanos = TimeUnit.SECONDS.toNanos(keepAliveSeconds);
        this.tcpHeardNanos = nowNanos;
        this.heardNanos = nowNanos;
    }

    void handleTcp(long nowNanos) {
        tcpHeardNanos = nowNanos;
        heardNanos = nowNanos;
    }

    void handleUdp(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** When it ends, should nothing be heard until then. */
    long endsAtNanos() {
        return Math.min(heardNanos + keepAliveNanos, tcpHeardNanos + TCP_PATIENCE * keepAliveNanos);
    }

    /** Time between two pings. */
    long pingIntervalNanos() {
        return keepAliveNanos / 3;
    }
}

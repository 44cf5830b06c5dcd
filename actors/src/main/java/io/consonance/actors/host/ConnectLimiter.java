package io.consonance.actors.host;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Counts the connections of each address within the running second. IPv6 addresses count by their /64, since whoever has one
 * has them all. Not thread-safe.
 */
final class ConnectLimiter {
    private static final long WINDOW_NANOS = 1_000_000_000L;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int maxPerSecond;
    private final Map<ByteString, Integer> connects = new HashMap<>();
    private boolean started;
    private long windowStartNanos;

    /** Allows this many a second; 0 allows any number. */
    ConnectLimiter(int maxPerSecond) {
        this.maxPerSecond = maxPerSecond;
    }

    /** Whether one more connection from this address is within its limit. */
    boolean tryConnect(long nowNanos, InetAddress address) {
        if (maxPerSecond == 0) {
            return true;
        }
        if (!started || nowNanos - windowStartNanos >= WINDOW_NANOS) {
            started = true;
            windowStartNanos = nowNanos;
            connects.clear();
        }
        return connects.merge(network(address), 1, Integer::sum) <= maxPerSecond;
    }

    private static ByteString network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteString.fromArrayUnsafe(
                bytes.length == IPV6_BYTES ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
    }
}

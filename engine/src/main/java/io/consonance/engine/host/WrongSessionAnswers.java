package io.consonance.engine.host;

import java.util.HashMap;
import java.util.Map;

/** Lets at most ten ErrorWrongSession go to each link within any second. Not thread-safe. Source: {@code link.md} 11. */
final class WrongSessionAnswers {

    static final int MAX_PER_SECOND = 10;

    private static final long SECOND_NANOS = 1_000_000_000L;

    /** When the latest ten answers of a link went out; {@code oldest} is overwritten next. */
    private static final class Sent {
        private final long[] atNanos = new long[MAX_PER_SECOND];
        private int count = 0;
        private int oldest = 0;
    }

    private final Map<Long, Sent> byLink = new HashMap<>();

    /** Whether one more may go to this link now; counts it if so. */
    boolean allow(long nowNanos, long link) {
        Sent sent = byLink.computeIfAbsent(link, fresh -> new Sent());
        if (sent.count == MAX_PER_SECOND && nowNanos - sent.atNanos[sent.oldest] < SECOND_NANOS) {
            return false;
        }
        sent.atNanos[sent.oldest] = nowNanos;
        sent.oldest = (sent.oldest + 1) % MAX_PER_SECOND;
        sent.count = Math.min(sent.count + 1, MAX_PER_SECOND);
        return true;
    }

    void forget(long link) {
        byLink.remove(link);
    }
}

package io.consonance.actors.stream;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * What an island notes about bound addresses between two reports, of about a second. Not thread-safe; the island's thread
 * owns it. Allocates once per address and period, not per datagram.
 */
final class HeardSources {

    /** As many as the session answers at most; {@code link.md}, "Sequence" 11. */
    private static final int MAX_WRONG_SESSIONS_TOLD = 10;

    private final Map<InetSocketAddress, int[]> relays = new HashMap<>();
    private final Map<InetSocketAddress, Integer> damaged = new HashMap<>();
    private final Map<InetSocketAddress, Integer> wrongSessions = new HashMap<>();

    /** It sent something of use, and that many relays of it went to somebody. */
    void heard(InetSocketAddress source, int forwarded) {
        int[] count = relays.get(source);
        if (count == null) {
            count = new int[1];
            relays.put(source, count);
        }
        count[0] += forwarded;
    }

    /** It sent something that cannot be read. */
    void damaged(InetSocketAddress source) {
        damaged.merge(source, 1, Integer::sum);
    }

    /** It named another session; whether that is to be told, or was told often enough in this period. */
    boolean wrongSession(InetSocketAddress source) {
        return wrongSessions.merge(source, 1, Integer::sum) <= MAX_WRONG_SESSIONS_TOLD;
    }

    /** All of it with these counters; begins a new period. */
    IslandSignal.Report report(RelayCounters counters) {
        Map<InetSocketAddress, Integer> heard = new HashMap<>();
        relays.forEach((source, count) -> heard.put(source, count[0]));
        IslandSignal.Report report = new IslandSignal.Report(counters, Map.copyOf(heard), Map.copyOf(damaged));
        relays.clear();
        damaged.clear();
        wrongSessions.clear();
        return report;
    }
}

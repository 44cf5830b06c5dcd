package io.consonance.actors.stream;

import java.time.Duration;

/** One socket's island, or the pause before its next one. Not thread-safe; the relay actor owns it. */
final class IslandSlot {

    /** A port that was just closed is free again within a turn of its selector loop. */
    private static final Duration FIRST_REOPEN_DELAY = Duration.ofMillis(100);

    private static final Duration LONGEST_REOPEN_DELAY = Duration.ofSeconds(5);

    private UdpIsland island;
    private RelayCounters counters = RelayCounters.ZERO;
    private Duration reopenDelay = FIRST_REOPEN_DELAY;

    /** The running island, or null. */
    UdpIsland island() {
        return island;
    }

    /** Of the running island. */
    RelayCounters counters() {
        return counters;
    }

    void started(UdpIsland started) {
        island = started;
    }

    /** It works: after its end the next one comes soon. */
    void reported(RelayCounters reported) {
        counters = reported;
        reopenDelay = FIRST_REOPEN_DELAY;
    }

    /** What the island counted that has ended. */
    RelayCounters ended() {
        RelayCounters last = counters;
        island = null;
        counters = RelayCounters.ZERO;
        return last;
    }

    /** How long to wait before the next attempt; twice as long each time nothing worked in between. */
    Duration nextReopenDelay() {
        Duration delay = reopenDelay;
        Duration next = reopenDelay.multipliedBy(2);
        reopenDelay = next.compareTo(LONGEST_REOPEN_DELAY) < 0 ? next : LONGEST_REOPEN_DELAY;
        return delay;
    }
}

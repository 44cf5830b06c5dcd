package io.consonance.actors.cluster;

import io.consonance.actors.settings.ClusterSettings;
import io.consonance.engine.cluster.ClusterMessage.Beat;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which sessions leave this node, and when: all of a node that drains; of any other those whose home is elsewhere, once the nodes have been the same for
 * long enough. Not thread-safe; the cluster's actor owns it.
 */
final class Moves {
    /** Sessions move one after another, as the peers of many at once would wait for each other. */
    private static final long DRAIN_NANOS = Duration.ofMillis(100).toNanos();
    /** Nobody waits for these moves, and the node they go to may have just started: its first sessions are slow. */
    private static final long REBALANCE_NANOS = Duration.ofMillis(250).toNanos();
    /** In so many steps a node that drains gives away what it has, so that one with thousands of sessions is done in time too. */
    private static final int DRAIN_STEPS = 40;

    private final String self;
    private final boolean rebalances;
    private final long rebalanceAfterNanos;
    private long moveAtNanos = Long.MIN_VALUE;
    private Set<String> knownNodes = Set.of();
    private long knownSinceNanos;
    /** How many leave in one step; 0 while the node does not drain. */
    private int drainAtOnce;

    Moves(String self, ClusterSettings settings) {
        this.self = self;
        this.rebalances = settings.rebalance();
        this.rebalanceAfterNanos = settings.rebalanceAfter().toNanos();
    }

    /** From now on all go, of so many that are here. */
    void drain(int sessions) {
        drainAtOnce = Math.max(1, (sessions + DRAIN_STEPS - 1) / DRAIN_STEPS);
    }

    /**
     * Those that go now.
     *
     * @param fresh the nodes that may get one, this one included
     * @param here the sessions that are not on their way yet
     */
    List<String> due(long nowNanos, List<Beat> fresh, Stream<String> here) {
        if (nowNanos < moveAtNanos) {
            return List.of();
        }
        moveAtNanos = nowNanos + (drainAtOnce > 0 ? DRAIN_NANOS : REBALANCE_NANOS);
        Set<String> nodes = new HashSet<>();
        fresh.forEach(node -> nodes.add(node.from() + node.draining()));
        if (!nodes.equals(knownNodes)) {
            knownNodes = nodes;
            knownSinceNanos = nowNanos;
        }
        if (drainAtOnce > 0) {
            return here.limit(drainAtOnce).toList();
        }
        return rebalances && nowNanos - knownSinceNanos >= rebalanceAfterNanos
                ? here.filter(session -> !isAtHome(session, fresh)).limit(1).toList()
                : List.of();
    }

    private boolean isAtHome(String session, List<Beat> fresh) {
        Beat home = Placement.home(session, fresh);
        return home != null && self.equals(home.from());
    }
}

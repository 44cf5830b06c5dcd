package io.consonance.simulator.cluster;

import io.consonance.simulator.report.Report;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What peers went through from one event to the next, or to the end of the talk. Made when it happens, closed when the next one does; not thread-safe. */
final class EventRecord {
    private final NodeEvent event;
    private final long atNanos;
    private final List<PeerRecord> peers;
    private final Map<String, Set<String>> members;
    /** Sessions of the nodes that were hit. */
    private final Set<String> sessions = new HashSet<>();

    private final Map<PeerRecord, String> identities = new HashMap<>();
    private Report.NodeEvent outcome;

    /**
     * Looks who is where now.
     *
     * @param members the names of all members of each session
     */
    EventRecord(NodeEvent event, long nowNanos, List<PeerRecord> peers, Map<String, Set<String>> members) {
        this.event = event;
        this.atNanos = nowNanos;
        this.peers = peers;
        this.members = members;
        Set<Integer> hit = event.hit();
        for (PeerRecord peer : peers) {
            identities.put(peer, peer.identity());
            if (hit.contains(peer.node())) {
                sessions.add(peer.session());
            }
        }
    }

    /** Looks what has become of them. */
    void close(long nowNanos) {
        if (outcome != null) {
            return;
        }
        List<PeerRecord> affected =
                peers.stream().filter(peer -> sessions.contains(peer.session())).toList();
        List<PeerRecord> others = peers.stream()
                .filter(peer -> !sessions.contains(peer.session()))
                .toList();
        long kept = affected.stream()
                .filter(peer -> peer.identity().equals(identities.get(peer)))
                .count();
        outcome = new Report.NodeEvent(
                event.at().toMillis() / 1e3,
                event.what(),
                sessions.size(),
                (int) affected.stream().filter(PeerRecord::listens).count(),
                gaps(affected, nowNanos),
                gaps(others, nowNanos),
                affected.isEmpty() ? 1 : (double) kept / affected.size(),
                peers.stream()
                        .mapToInt(peer -> peer.ghosts(members.get(peer.session())))
                        .sum());
    }

    /** What is known once it is closed. */
    Report.NodeEvent outcome() {
        return outcome;
    }

    private Report.GapMillis gaps(List<PeerRecord> of, long untilNanos) {
        double[] millis = of.stream()
                .filter(PeerRecord::listens)
                .mapToDouble(peer -> peer.longestGapNanos(atNanos, untilNanos) / 1e6)
                .toArray();
        return Report.GapMillis.of(millis);
    }
}

package io.consonance.engine.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Until when this node has the word of more than half of the others, by what they granted and by the beats they have seen. Not thread-safe, one owner. */
final class Support {

    /** By voter: the last beat it has seen, and when that beat left. */
    private record Seen(long sequence, long sentAtNanos) {}

    private final long leaseNanos;
    /** What a holder counts on; less than what a voter keeps to, for clocks that do not run alike. */
    private final long countedNanos;

    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<Long, Long> beatsSentAt = new TreeMap<>();
    /** Members that are no more, and until when: those among them who have gone may have given their word. */
    private final Map<Set<String>, Long> former = new HashMap<>();

    private Quorum quorum = new Quorum(Set.of(), Set.of());
    private long seenUntilNanos = Long.MIN_VALUE;
    private long oldestSeen;

    Support(long leaseNanos) {
        this.leaseNanos = leaseNanos;
        this.countedNanos = leaseNanos / 10 * 9;
    }

    Quorum quorum() {
        return quorum;
    }

    /** For how long a grant counts, from the moment its claim left. */
    long countedNanos() {
        return countedNanos;
    }

    void handleMembers(long nowNanos, Quorum next) {
        if (!next.members().containsAll(quorum.members())) {
            former.put(quorum.members(), nowNanos + leaseNanos);
        }
        quorum = next;
        seen.keySet().removeIf(node -> !quorum.contains(node));
        reckon();
    }

    void handleSent(long nowNanos, long beat) {
        beatsSentAt.put(beat, nowNanos);
        beatsSentAt.values().removeIf(sentAt -> nowNanos - sentAt > leaseNanos);
    }

    void handleSeen(String voter, long beat) {
        Long sentAt = beatsSentAt.get(beat);
        Seen last = seen.get(voter);
        if (sentAt != null && (last == null || beat > last.sequence())) {
            seen.put(voter, new Seen(beat, sentAt));
            reckon();
        }
    }

    /** Forgets what does not count any more. */
    void forget(long nowNanos) {
        if (seen.values().removeIf(last -> nowNanos >= last.sentAtNanos() + countedNanos)) {
            reckon();
        }
    }

    /** The moment up to which a quorum has seen beats, for sessions held longer than the oldest of these. */
    long seenUntilNanos() {
        return seenUntilNanos;
    }

    /** Until when these have given their word for a session that nobody had, or another; never, if nodes that have gone may have given theirs elsewhere. */
    long grantedUntilNanos(long nowNanos, Map<String, Long> givenAt) {
        former.values().removeIf(until -> nowNanos >= until);
        boolean agreed = former.keySet().stream().allMatch(nodes -> Quorum.majority(nodes, givenAt::containsKey));
        return agreed ? quorumUntil(givenAt) : Long.MIN_VALUE;
    }

    /** The moment from which on fewer than a quorum have given a word for this session, which is held, that lasts. */
    long untilNanos(Seat seat) {
        if (!seen.isEmpty() && seat.heldSince() <= oldestSeen && seenUntilNanos != Long.MIN_VALUE) {
            return seenUntilNanos;
        }
        Map<String, Long> givenAt = new HashMap<>(seat.granted());
        seen.forEach((node, last) -> {
            if (last.sequence() >= seat.heldSince()) {
                givenAt.merge(node, last.sentAtNanos(), Math::max);
            }
        });
        return quorumUntil(givenAt);
    }

    private void reckon() {
        Map<String, Long> givenAt = new HashMap<>();
        oldestSeen = Long.MAX_VALUE;
        for (Map.Entry<String, Seen> entry : seen.entrySet()) {
            givenAt.put(entry.getKey(), entry.getValue().sentAtNanos());
            oldestSeen = Math.min(oldestSeen, entry.getValue().sequence());
        }
        seenUntilNanos = quorumUntil(givenAt);
    }

    private long quorumUntil(Map<String, Long> givenAt) {
        long best = Long.MIN_VALUE;
        for (long candidate : givenAt.values()) {
            if (candidate > best && quorum.agrees(node -> givenAt.getOrDefault(node, Long.MIN_VALUE) >= candidate)) {
                best = candidate;
            }
        }
        return best == Long.MIN_VALUE ? best : best + countedNanos;
    }
}

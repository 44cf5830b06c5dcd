package io.consonance.actors.cluster;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Tells whoever operates this node what becomes of the nodes and of its sessions: one line for what happens to many sessions within a second. Not
 * thread-safe; the cluster's actor owns it.
 */
final class Logbook {
    /** What happens to a session here that people can hear. */
    enum Turn {
        TAKEN_OVER(Level.INFO, "goes on with %s that other nodes had"),
        GIVEN_AWAY(Level.INFO, "gave %s to other nodes"),
        SILENCED(Level.WARN, "holds back whatever changes in %s: too few nodes agree"),
        RESUMED(Level.INFO, "goes on with %s: enough nodes agree again"),
        LOST(Level.WARN, "gives up %s, which other nodes may serve by now");

        private final Level level;
        private final String words;

        Turn(Level level, String words) {
            this.level = level;
            this.words = words;
        }
    }

    private static final long TOGETHER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FIRST_WAIT_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long NEXT_WAIT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final String self;
    private final List<String> seeds;
    private final Map<Turn, Integer> turns = new EnumMap<>(Turn.class);
    private long writeAtNanos = Long.MAX_VALUE;
    private long waitedNanos;
    private Set<String> members = Set.of();
    private Set<String> unreachable = Set.of();

    /** For the node of that name, which has just started. */
    Logbook(Logger log, String self, List<String> seeds, long nowNanos) {
        this.log = log;
        this.self = self;
        this.seeds = seeds;
        this.waitedNanos = nowNanos + FIRST_WAIT_NANOS;
    }

    void note(long nowNanos, Turn turn) {
        if (turns.isEmpty()) {
            writeAtNanos = nowNanos + TOGETHER_NANOS;
        }
        turns.merge(turn, 1, Integer::sum);
    }

    /** Says who came, went, or is out of reach, if that has changed. */
    void handleMembers(Set<String> present, Set<String> outOfReach) {
        Set<String> before = members;
        Set<String> unreachableBefore = unreachable;
        members = new TreeSet<>(present);
        unreachable = new TreeSet<>(outOfReach);
        if (members.contains(self) && before.contains(self)) {
            tellOfOthers(before, unreachableBefore);
        } else if (members.contains(self)) {
            waitedNanos = Long.MAX_VALUE;
            write(Level.INFO, "is a member now of " + nodes());
        } else if (before.contains(self)) {
            write(Level.INFO, "is no member any more");
        }
    }

    private void tellOfOthers(Set<String> before, Set<String> unreachableBefore) {
        for (String node : before) {
            if (!members.contains(node) && unreachableBefore.contains(node)) {
                write(Level.WARN, Members.address(node) + " was put out, which leaves " + nodes());
            } else if (!members.contains(node)) {
                write(Level.INFO, Members.address(node) + " has left, which leaves " + nodes());
            }
        }
        for (String node : members) {
            if (!before.contains(node)) {
                write(Level.INFO, Members.address(node) + " has joined, which makes " + nodes());
            } else if (unreachable.contains(node) && !unreachableBefore.contains(node)) {
                write(Level.WARN, Members.address(node) + " cannot be reached");
            } else if (!unreachable.contains(node) && unreachableBefore.contains(node)) {
                write(Level.INFO, Members.address(node) + " can be reached again");
            }
        }
    }

    /** Writes what is due, of a node with so many sessions. */
    void handleTick(long nowNanos, int sessions) {
        if (nowNanos >= waitedNanos) {
            waitedNanos = nowNanos + NEXT_WAIT_NANOS;
            write(Level.WARN, "is in no cluster yet: it waits for one of " + String.join(", ", seeds));
        }
        if (nowNanos >= writeAtNanos) {
            writeTurns(sessions);
        }
    }

    void handleDrain(int sessions) {
        writeTurns(sessions);
        write(Level.INFO, "is about to leave and gives away " + counted(sessions));
    }

    void handleDrained() {
        writeTurns(0);
        write(Level.INFO, "has no sessions any more");
    }

    private void writeTurns(int sessions) {
        turns.forEach((turn, count) ->
                write(turn.level, turn.words.formatted(counted(count)) + "; it has " + counted(sessions)));
        turns.clear();
        writeAtNanos = Long.MAX_VALUE;
    }

    private void write(Level level, String words) {
        log.atLevel(level).log("node {}: {}", Members.address(self), words);
    }

    private String nodes() {
        return members.size() == 1 ? "1 node" : members.size() + " nodes";
    }

    private static String counted(int sessions) {
        return sessions == 1 ? "1 session" : sessions + " sessions";
    }
}

package io.consonance.actors.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Why players of a session are muted: for themselves, which outlasts a rejoin, or by rooms they are in. Not thread-safe; the session
 * owns it.
 */
final class Mutes {
    /** The reason that is no room; no room has this name, since names are never null. */
    private static final String ALONE = null;

    private final Map<String, Set<String>> reasons = new HashMap<>();

    /** Mutes or unmutes the client for itself; tells whether it is muted now. */
    boolean set(String player, boolean muted) {
        return change(player, ALONE, muted);
    }

    /** Mutes or unmutes the client because of a room; tells whether it is muted now. */
    boolean setByRoom(String player, String room, boolean muted) {
        return change(player, room, muted);
    }

    /** Whether there is a reason left. */
    boolean isMuted(String player) {
        return reasons.containsKey(player);
    }

    /** Who is muted for itself, sorted. */
    List<String> alone() {
        return reasons.entrySet().stream()
                .filter(entry -> entry.getValue().contains(ALONE))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private boolean change(String player, String reason, boolean muted) {
        Set<String> held = reasons.computeIfAbsent(player, fresh -> new HashSet<>());
        if (muted) {
            held.add(reason);
        } else {
            held.remove(reason);
        }
        if (held.isEmpty()) {
            reasons.remove(player);
        }
        return !held.isEmpty();
    }
}

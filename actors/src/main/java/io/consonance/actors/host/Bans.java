package io.consonance.actors.host;

import java.util.HashMap;
import java.util.Map;

/** Names that may not join a session for a while. Not thread-safe; the session owns it. */
final class Bans {
    private final Map<String, Long> untilNanos = new HashMap<>();

    boolean isEmpty() {
        return untilNanos.isEmpty();
    }

    void add(String name, long untilNanos) {
        this.untilNanos.put(name, untilNanos);
    }

    /** Lifts a ban; tells whether there was one. */
    boolean remove(String name) {
        return untilNanos.remove(name) != null;
    }

    /** Whether the name is banned now; forgets a ban that is over. */
    boolean isBanned(long nowNanos, String name) {
        Long until = untilNanos.get(name);
        if (until != null && nowNanos - until >= 0) {
            untilNanos.remove(name);
            return false;
        }
        return until != null;
    }
}

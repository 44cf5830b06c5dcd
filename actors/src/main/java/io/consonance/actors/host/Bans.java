package io.consonance.actors.host;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Names that may not join a session for a while; forgotten when it is over. Not thread-safe; the session owns it. */
final class Bans {
    private record Ban(long untilNanos, String name) {}

    /** As good as for ever, and far from where the clock wraps. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Map<String, Ban> byName = new HashMap<>();
    private final TreeSet<Ban> byEnd =
            new TreeSet<>(Comparator.comparingLong(Ban::untilNanos).thenComparing(Ban::name));

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** Bans the name from now on for this long, in place of what held for it before. */
    void add(long nowNanos, String name, Duration duration) {
        remove(name);
        Duration held = duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
        if (held.compareTo(Duration.ZERO) > 0) {
            Ban ban = new Ban(nowNanos + held.toNanos(), name);
            byName.put(name, ban);
            byEnd.add(ban);
        }
    }

    /** Lifts a ban; tells whether there was one. */
    boolean remove(String name) {
        Ban ban = byName.remove(name);
        return ban != null && byEnd.remove(ban);
    }

    /** Whether the name is banned now. */
    boolean isBanned(long nowNanos, String name) {
        Ban ban = byName.get(name);
        return ban != null && nowNanos < ban.untilNanos();
    }

    /** When the next ban is over; {@link Long#MAX_VALUE} for never. */
    long wakeAtNanos() {
        return byEnd.isEmpty() ? Long.MAX_VALUE : byEnd.first().untilNanos();
    }

    /** Forgets the bans that are over. */
    void handleWake(long nowNanos) {
        while (nowNanos >= wakeAtNanos()) {
            byName.remove(byEnd.pollFirst().name());
        }
    }
}

package io.consonance.actors.client;

import java.util.EnumMap;
import java.util.Map;

/** Counts by reason. Not thread-safe. */
final class DropCounter<E extends Enum<E>> {
    private final Class<E> type;
    private final long[] counts;

    DropCounter(Class<E> type) {
        this.type = type;
        this.counts = new long[type.getEnumConstants().length];
    }

    void count(E reason) {
        counts[reason.ordinal()]++;
    }

    /** The reasons that occurred. */
    Map<E, Long> snapshot() {
        Map<E, Long> occurred = new EnumMap<>(type);
        for (E reason : type.getEnumConstants()) {
            if (counts[reason.ordinal()] > 0) {
                occurred.put(reason, counts[reason.ordinal()]);
            }
        }
        return Map.copyOf(occurred);
    }
}

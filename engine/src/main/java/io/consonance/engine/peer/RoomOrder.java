package io.consonance.engine.peer;

import java.util.Comparator;
import java.util.List;

/**
 * The order of room names inside a client: {@code a, A, b, B}. The original sorts by the runtime's culture; receivers do
 * not depend on it, but the order of events when a player leaves does.
 */
final class RoomOrder {

    /** Without regard to case, then lower case first. */
    static final Comparator<String> COMPARATOR =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.<String>reverseOrder());

    private RoomOrder() {}

    static int insertionIndex(List<String> ordered, String room) {
        int index = 0;
        while (index < ordered.size() && COMPARATOR.compare(ordered.get(index), room) < 0) {
            index++;
        }
        return index;
    }

    /** The same list when it is in order and without repetition, otherwise a new one. */
    static List<String> ordered(List<String> rooms) {
        for (int i = 1; i < rooms.size(); i++) {
            if (COMPARATOR.compare(rooms.get(i - 1), rooms.get(i)) >= 0) {
                return rooms.stream().distinct().sorted(COMPARATOR).toList();
            }
        }
        return rooms;
    }
}

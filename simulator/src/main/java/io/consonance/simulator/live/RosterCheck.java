package io.consonance.simulator.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the host's roster with who should be in it.
 *
 * @param source who was asked: "host" or "observer"
 * @param expected names that should be there
 * @param seen names that are there; null when there was no answer, and then nobody counts as a ghost or as missing
 */
record RosterCheck(String source, Set<String> expected, List<String> seen) {

    RosterCheck {
        expected = Set.copyOf(expected);
        seen = seen == null ? null : List.copyOf(seen);
    }

    /** The roster could not be asked for. */
    static RosterCheck unanswered(String source, Set<String> expected) {
        return new RosterCheck(source, expected, null);
    }

    boolean isAnswered() {
        return seen != null;
    }

    /** How many are there; 0 when there was no answer. */
    int seenCount() {
        return isAnswered() ? seen.size() : 0;
    }

    boolean isRight() {
        return ghosts().isEmpty() && missing().isEmpty();
    }

    /** Names that should not be there, and names that are there twice. */
    List<String> ghosts() {
        if (!isAnswered()) {
            return List.of();
        }
        List<String> ghosts = new ArrayList<>(seen);
        expected.forEach(ghosts::remove);
        ghosts.sort(null);
        return ghosts;
    }

    /** Names that are not there and should be. */
    List<String> missing() {
        if (!isAnswered()) {
            return List.of();
        }
        Set<String> missing = new TreeSet<>(expected);
        seen.forEach(missing::remove);
        return List.copyOf(missing);
    }
}

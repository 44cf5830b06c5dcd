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
 * @param seen names that are there
 */
record RosterCheck(String source, Set<String> expected, List<String> seen) {

    RosterCheck {
        expected = Set.copyOf(expected);
        seen = List.copyOf(seen);
    }

    boolean isRight() {
        return ghosts().isEmpty() && missing().isEmpty();
    }

    /** Names that should not be there, and names that are there twice. */
    List<String> ghosts() {
        List<String> ghosts = new ArrayList<>(seen);
        expected.forEach(ghosts::remove);
        ghosts.sort(null);
        return ghosts;
    }

    /** Names that are not there and should be. */
    List<String> missing() {
        Set<String> missing = new TreeSet<>(expected);
        seen.forEach(missing::remove);
        return List.copyOf(missing);
    }
}

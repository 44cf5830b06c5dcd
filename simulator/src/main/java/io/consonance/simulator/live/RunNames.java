package io.consonance.simulator.live;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the peers and rooms of a run are called. On a host of our own the plain names; on somebody else's a mark of this run
 * stands before them, so that we neither take a player's name over nor talk into a room in use, and two runs can share it.
 *
 * @param mark stands before every name
 */
public record RunNames(String mark) {

    private static final String DEFAULT_SESSION = "default";

    /** The plain names where there is no running host, marked ones where there is. */
    public static RunNames of(Optional<?> runningHost) {
        return new RunNames(runningHost.isEmpty() ? "" : String.format("sim-%08x-", new SplittableRandom().nextInt()));
    }

    /** A peer's or room's name on the host. */
    String marked(String name) {
        return mark + name;
    }

    /** So many sessions; a single one is the host's default session. */
    List<String> sessions(int count) {
        return count == 1
                ? List.of(DEFAULT_SESSION)
                : IntStream.rangeClosed(1, count)
                        .mapToObj(number -> marked("session-" + number))
                        .toList();
    }

    /** Those of the names that are of this run. */
    List<String> ours(List<String> names) {
        return names.stream().filter(name -> name.startsWith(mark)).toList();
    }
}

package io.consonance.benchmarks.relay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where relays and load run.
 *
 * @param relayCore the core of all relays, or -1 for any
 * @param loadCore the core of the load, or -1 for any
 * @param loadProgram load.c compiled, or null for the load in this process
 */
record Machine(int relayCore, int loadCore, Path loadProgram) {

    /** The command, on one core only if that is not negative. */
    static List<String> pinned(int core, List<String> command) {
        List<String> pinned = new ArrayList<>();
        if (core >= 0) {
            pinned.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        pinned.addAll(command);
        return pinned;
    }
}

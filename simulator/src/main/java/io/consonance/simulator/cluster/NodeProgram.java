package io.consonance.simulator.cluster;

import io.consonance.actors.cli.HostCommand;
import picocli.CommandLine;

/** The program of a node's process: a host that does not outlive the simulator. */
final class NodeProgram {
    private NodeProgram() {}

    /** Takes what {@code host} takes. */
    public static void main(String[] args) {
        ProcessHandle.current()
                .parent()
                .ifPresent(simulator ->
                        simulator.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        System.exit(new CommandLine(new HostCommand()).execute(args));
    }
}

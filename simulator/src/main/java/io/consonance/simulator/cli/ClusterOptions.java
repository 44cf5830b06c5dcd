package io.consonance.simulator.cli;

import io.consonance.simulator.cluster.ClusterUnderTest;
import io.consonance.simulator.cluster.NodeEvent;
import io.consonance.simulator.live.NodesUnderTest;
import io.consonance.simulator.live.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of {@code simulate} that say what a cluster of hosts is and what happens to it. */
final class ClusterOptions {
    private static final int MAX_NODES = 20;
    private static final List<String> ALONE =
            List.of("--host", "--virtual", "--churn", "--workers", "--coordinator", "--seeds", "--threads");
    private static final Duration AFTER_THE_LAST = Duration.ofSeconds(20);

    @Option(
            names = "--cluster",
            paramLabel = "N",
            description = "Live runs: through a cluster of so many hosts, processes on 127.0.0.1 and up, 1 to "
                    + MAX_NODES + ". Each room is a session of its own, and one peer of it talks all the time.")
    private Integer nodes;

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            description = "With --cluster, as often as needed, what happens when: " + NodeEvent.ALLOWED
                    + ". A partition lasts 15s if nothing else is said. The run ends 20s after the last event if"
                    + " --duration does not say otherwise.")
    private List<String> texts = new ArrayList<>();

    private List<NodeEvent> events = List.of();

    /** Refuses what does not go together, and events that cannot be. */
    void check(CommandSpec spec, boolean scenarioFile) {
        if (nodes == null && !texts.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--event goes with --cluster only");
        }
        if (nodes == null) {
            return;
        }
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new ParameterException(spec.commandLine(), "--cluster " + nodes + ": use 1 to " + MAX_NODES);
        }
        if (scenarioFile) {
            throw new ParameterException(spec.commandLine(), "--cluster does not go with a scenario file");
        }
        for (String option : ALONE) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(spec.commandLine(), "--cluster does not go with " + option);
            }
        }
        try {
            events = NodeEvent.parse(texts, nodes);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--event " + e.getMessage());
        }
    }

    /** Refuses events that the talk is too short for. */
    void checkDuration(CommandSpec spec, Duration duration) {
        for (NodeEvent event : events) {
            if (event.end().compareTo(duration) >= 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--event '" + event.words() + "': use times within the talk, which lasts "
                                + duration.toMillis() / 1e3 + " s (--duration)");
            }
        }
    }

    boolean isOn() {
        return nodes != null;
    }

    /** How long the talk has to be; null for as long as usual. */
    String duration() {
        return events.isEmpty()
                ? null
                : events.get(events.size() - 1).end().plus(AFTER_THE_LAST).toMillis() + "ms";
    }

    /** Null without a cluster. */
    NodesUnderTest nodes(Progress progress) {
        return isOn() ? new ClusterUnderTest(nodes, events, progress) : null;
    }
}

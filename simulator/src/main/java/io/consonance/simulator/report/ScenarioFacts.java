package io.consonance.simulator.report;

import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.ScenarioEvent;
import io.consonance.simulator.scenario.World;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a report says about the scenario it came from. Stateless. */
public final class ScenarioFacts {

    private ScenarioFacts() {}

    /**
     * The scenario in few words; where groups differ, all their values.
     *
     * @param warmUp null: none
     * @param network null: whatever is really there
     */
    public static Report.Scenario of(
            World world, String host, Duration settle, Duration warmUp, double meanPayloadBytes, String network) {
        Scenario scenario = world.scenario();
        return new Report.Scenario(
                scenario.name(),
                scenario.peers(),
                world.largestRoom(),
                world.rooms(),
                scenario.duration().toNanos() / 1e9,
                scenario.groups().stream()
                        .mapToDouble(group -> group.codec().frame().toNanos() / 1e6)
                        .min()
                        .orElse(0),
                scenario.groups().stream().anyMatch(group -> group.churn().isPresent()),
                host,
                words(scenario, group -> group.talk().words()),
                settle.toNanos() / 1e6,
                warmUp == null ? null : warmUp.toNanos() / 1e9,
                meanPayloadBytes,
                network,
                world.sessions(),
                scenario.events().stream().map(ScenarioFacts::event).toList());
    }

    /** The names of the networks. */
    public static String network(Scenario scenario) {
        return words(scenario, group -> group.network().name());
    }

    /** The mean size of the packets over all peers. */
    public static double payloadBytes(Scenario scenario) {
        return scenario.groups().stream()
                        .mapToLong(group -> (long) group.peers() * group.codec().payloadBytes())
                        .sum()
                / (double) scenario.peers();
    }

    private static Report.Event event(ScenarioEvent event) {
        return new Report.Event(
                event.name(),
                event.words(),
                event.at().toNanos() / 1e9,
                event.lasts().isPresent() ? event.endNanos() / 1e9 : null);
    }

    private static String words(Scenario scenario, Function<PeerGroup, String> of) {
        return scenario.groups().stream().map(of).distinct().collect(Collectors.joining(", "));
    }
}

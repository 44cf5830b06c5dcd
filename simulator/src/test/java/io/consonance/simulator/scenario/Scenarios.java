package io.consonance.simulator.scenario;

import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.talk.P59;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.TalkPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Small scenarios to test with. */
public final class Scenarios {

    private Scenarios() {}

    /** One group in rooms of eight, everybody in one session, on a perfect network. */
    public static Scenario rooms(int peers, Duration duration) {
        return rooms(peers, duration, NetworkPresets.PERFECT);
    }

    /** The same on another network. */
    public static Scenario rooms(int peers, Duration duration, NetworkProfile network) {
        return of(duration, Math.max(64, peers), group("peer", peers, new Place.Rooms(8), network));
    }

    /** These groups, nothing demanded. */
    public static Scenario of(Duration duration, int sessionSize, PeerGroup... groups) {
        return new Scenario(
                "test",
                "",
                duration,
                OptionalLong.empty(),
                1,
                sessionSize,
                List.of(groups),
                List.of(),
                Thresholds.NONE,
                0);
    }

    /** A conversation in frames of 20 ms. */
    public static PeerGroup group(String name, int peers, Place place, NetworkProfile network) {
        return new PeerGroup(
                name,
                peers,
                place,
                VoiceCodec.DEFAULT,
                new P59(),
                network,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
    }

    /** The same where everybody comes and goes. */
    public static Scenario withChurn(Scenario scenario) {
        List<PeerGroup> groups = scenario.groups().stream()
                .map(group -> new PeerGroup(
                        group.name(),
                        group.peers(),
                        group.place(),
                        group.codec(),
                        group.talk(),
                        group.network(),
                        group.arrival(),
                        Optional.of(Churn.DEFAULT),
                        group.minMos()))
                .toList();
        return with(scenario, groups, scenario.events(), scenario.thresholds(), scenario.decode());
    }

    /** The same with these demands. */
    public static Scenario demanding(Scenario scenario, Thresholds thresholds) {
        return with(scenario, scenario.groups(), scenario.events(), thresholds, scenario.decode());
    }

    /** The same where a share of the listeners really decodes. */
    public static Scenario decoding(Scenario scenario, double share) {
        return with(scenario, scenario.groups(), scenario.events(), scenario.thresholds(), share);
    }

    /** The same where these things happen, and no others. */
    public static Scenario happening(Scenario scenario, List<ScenarioEvent> events) {
        return with(scenario, scenario.groups(), events, scenario.thresholds(), scenario.decode());
    }

    private static Scenario with(
            Scenario scenario,
            List<PeerGroup> groups,
            List<ScenarioEvent> events,
            Thresholds thresholds,
            double decode) {
        return new Scenario(
                scenario.name(),
                scenario.shows(),
                scenario.duration(),
                scenario.seed(),
                scenario.seeds(),
                scenario.sessionSize(),
                groups,
                events,
                thresholds,
                decode);
    }

    /** Who talks when among peers in rooms of eight. */
    public static TalkPlan talk(int peers, Duration duration, long seed) {
        return World.inOneSession(rooms(peers, duration))
                .session(0, new RandomStreams(seed))
                .talk();
    }
}

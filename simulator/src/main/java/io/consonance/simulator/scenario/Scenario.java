package io.consonance.simulator.scenario;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run is about; both modes run from it. Immutable.
 *
 * @param name what it is called
 * @param shows what is to be learned from it, possibly empty
 * @param duration how long is talked, 100 ms to 24 h
 * @param seed everything random is drawn from it; empty: any
 * @param seeds how many seeds to run with, that one and those after it, 1 to 1,000
 * @param sessionSize most peers in one session, 1 to 65,535; who ever shares a room shares a session
 * @param groups at least one, each name once
 * @param events what happens to many at once, in any order
 * @param thresholds what decides whether a run has passed
 * @param decode the share of the listeners that really decode what they hear, 0 to 1; one at least, if it is above 0
 */
public record Scenario(
        String name,
        String shows,
        Duration duration,
        OptionalLong seed,
        int seeds,
        int sessionSize,
        List<PeerGroup> groups,
        List<ScenarioEvent> events,
        Thresholds thresholds,
        double decode) {

    static final int MAX_SESSION_SIZE = 65_535;
    private static final int MAX_PEERS = 1_000_000;

    /** Checks every range, and that groups and thresholds go together. */
    public Scenario {
        Limits.requireWithin("duration", duration, Duration.ofMillis(100), Duration.ofHours(24));
        Limits.requireWithin("seeds", seeds, 1, 1_000);
        Limits.requireWithin("session-size", sessionSize, 1, MAX_SESSION_SIZE);
        Limits.require(decode >= 0 && decode <= 1, "decode", decode, "0 to 100%");
        groups = List.copyOf(groups);
        events = events.stream()
                .sorted(Comparator.comparing(ScenarioEvent::at).thenComparing(ScenarioEvent::name))
                .toList();
        Limits.require(!groups.isEmpty(), "groups", "{}", "at least one group");
        Set<String> names = new HashSet<>();
        groups.forEach(group -> Limits.require(names.add(group.name()), "groups", group.name(), "each name once"));
        long peers = groups.stream().mapToLong(PeerGroup::peers).sum();
        Limits.require(peers <= MAX_PEERS, "groups.*.peers", peers, "at most " + MAX_PEERS + " together");
        Limits.require(
                peers <= MAX_SESSION_SIZE || !gathers(events),
                "groups.*.peers",
                peers,
                "at most " + MAX_SESSION_SIZE + " together where an event gathers them");
        for (PeerGroup group : groups) {
            refuseTwoArrivals(group, events);
        }
        refuseOverlap(events.stream()
                .filter(event -> event.change() instanceof ScenarioEvent.HostDown)
                .toList());
    }

    private static void refuseTwoArrivals(PeerGroup group, List<ScenarioEvent> events) {
        List<String> raids = events.stream()
                .filter(event -> event.change() instanceof ScenarioEvent.Raid && event.concerns(group))
                .map(ScenarioEvent::name)
                .toList();
        Limits.require(
                raids.size() <= 1,
                "events." + raids.stream().skip(1).findFirst().orElse("") + ".groups",
                group.name(),
                "groups that do not come with " + raids.stream().findFirst().orElse("") + " already");
        Limits.require(
                raids.isEmpty() || group.arrival().isEmpty(),
                "groups." + group.name() + ".arrival",
                group.arrival()
                        .map(arrival -> "at " + Limits.shown(arrival.at()))
                        .orElse(""),
                "none: they come with " + raids.stream().findFirst().orElse(""));
    }

    /** There is one host, and it can die only while it lives. */
    private static void refuseOverlap(List<ScenarioEvent> hostDowns) {
        for (int i = 1; i < hostDowns.size(); i++) {
            ScenarioEvent before = hostDowns.get(i - 1);
            ScenarioEvent event = hostDowns.get(i);
            Limits.require(
                    event.at().toNanos() >= before.endNanos(),
                    "events." + event.name() + ".at",
                    event.at(),
                    "a time when " + before.name() + " is over, which begins at " + Limits.shown(before.at())
                            + before.lasts()
                                    .map(time -> " and takes " + Limits.shown(time))
                                    .orElse(""));
        }
    }

    /** When the peers of a group come: with a raid, or when the group says; empty: before the talk. */
    public Optional<Arrival> arrivalOf(PeerGroup group) {
        return events.stream()
                .filter(event -> event.change() instanceof ScenarioEvent.Raid && event.concerns(group))
                .map(raid -> new Arrival(raid.at(), raid.lasts().orElse(Duration.ZERO)))
                .findFirst()
                .or(group::arrival);
    }

    /** Whether an event calls peers of different places together, who share a session then. */
    boolean gathers() {
        return gathers(events);
    }

    static boolean gathers(List<ScenarioEvent> events) {
        return events.stream().anyMatch(event -> event.change() instanceof ScenarioEvent.Gather);
    }

    /** Whether a peer is one of those who really decode: they are spread evenly over the peers, the first is one. */
    public boolean decodes(int peer) {
        return Math.ceil((peer + 1) * decode) > Math.ceil(peer * decode);
    }

    /** Number of peers, of all groups together. */
    public int peers() {
        return groups.stream().mapToInt(PeerGroup::peers).sum();
    }
}

package io.consonance.simulator.scenario;

import io.consonance.simulator.talk.RandomStreams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of a scenario and the sessions they are spread over. Nothing passes between sessions. Immutable.
 *
 * <p>Places and peers are counted through the whole run: place by place, in each the members group by group.
 */
public final class World {

    /**
     * Some members of one place.
     *
     * @param first of them, counted within their group
     */
    record Members(int group, int first, int count) {}

    /** Those who are together from the start. */
    record Unit(String name, int firstPeer, List<Members> members) {

        int peers() {
            return members.stream().mapToInt(Members::count).sum();
        }
    }

    private final Scenario scenario;
    private final List<Unit> units;
    /** First place of each session, and the number of places at the end. */
    private final List<Integer> firstUnits = new ArrayList<>();

    private World(Scenario scenario, List<Unit> units, int sessionSize) {
        this.scenario = scenario;
        this.units = units;
        long inSession = 0;
        for (int unit = 0; unit < units.size(); unit++) {
            int peers = units.get(unit).peers();
            inSession += peers;
            if (firstUnits.isEmpty() || inSession > sessionSize) {
                firstUnits.add(unit);
                inSession = peers;
            }
        }
        firstUnits.add(units.size());
    }

    /** Lays the places of a scenario out; who is in one place is in one session. */
    public static World of(Scenario scenario) {
        World world = new World(scenario, units(scenario.groups()), scenario.sessionSize());
        boolean gathers = scenario.gathers();
        int most = gathers ? scenario.peers() : world.largestRoom();
        String what = gathers ? " (everybody, who gather) to " : " (a room) to ";
        Limits.require(
                most <= scenario.sessionSize(),
                "session-size",
                scenario.sessionSize(),
                most + what + Scenario.MAX_SESSION_SIZE);
        return world;
    }

    /** The same with everybody in one session, whatever its size. */
    public static World inOneSession(Scenario scenario) {
        return new World(scenario, units(scenario.groups()), Integer.MAX_VALUE);
    }

    /** What it was made from. */
    public Scenario scenario() {
        return scenario;
    }

    /** Number of sessions. */
    public int sessions() {
        return firstUnits.size() - 1;
    }

    /** The session a room belongs to, rooms counted through the whole run. */
    public int sessionOf(int room) {
        int place = Collections.binarySearch(firstUnits, room);
        return place >= 0 ? place : -place - 2;
    }

    /** Number of rooms that are there from the start. */
    public int rooms() {
        return units.size();
    }

    /** Members of the largest room. */
    public int largestRoom() {
        return largest(units);
    }

    /** Members of the largest place of these groups. */
    static int largestPlace(List<PeerGroup> groups) {
        return largest(units(groups));
    }

    /** Lays down everything random about one session. */
    public SessionPlan session(int session, RandomStreams random) {
        int first = firstUnits.get(session);
        return new SessionPlan(scenario, first, units.subList(first, firstUnits.get(session + 1)), random);
    }

    private static int largest(List<Unit> units) {
        return units.stream().mapToInt(Unit::peers).max().orElse(0);
    }

    private static List<Unit> units(List<PeerGroup> groups) {
        // a shared room stands where the first of its groups stands
        Map<String, List<Members>> places = new LinkedHashMap<>();
        int numbered = 0;
        for (int group = 0; group < groups.size(); group++) {
            PeerGroup peers = groups.get(group);
            if (peers.place() instanceof Place.Rooms rooms) {
                for (int first = 0; first < peers.peers(); first += rooms.size()) {
                    int count = Math.min(rooms.size(), peers.peers() - first);
                    places.put("room-" + ++numbered, List.of(new Members(group, first, count)));
                }
            } else if (peers.place() instanceof Place.Plane) {
                places.put("plane of " + peers.name(), List.of(new Members(group, 0, peers.peers())));
            } else if (peers.place() instanceof Place.SharedRoom room) {
                places.computeIfAbsent(room.name(), name -> new ArrayList<>())
                        .add(new Members(group, 0, peers.peers()));
            }
        }
        List<Unit> units = new ArrayList<>(places.size());
        int firstPeer = 0;
        for (Map.Entry<String, List<Members>> place : places.entrySet()) {
            units.add(new Unit(place.getKey(), firstPeer, List.copyOf(place.getValue())));
            firstPeer += units.get(units.size() - 1).peers();
        }
        return List.copyOf(units);
    }
}

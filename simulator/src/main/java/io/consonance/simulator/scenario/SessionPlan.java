package io.consonance.simulator.scenario;

import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import io.consonance.simulator.talk.Talkspurt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One session as it is meant to go: who is where, and who talks when. Peers and rooms are counted within the session.
 * Immutable.
 */
public final class SessionPlan {

    private final Scenario scenario;
    private final int firstRoom;
    private final int firstPeer;
    private final List<World.Unit> units;
    private final RoomLayout layout;
    private final int[] groups;
    private final String[] names;
    private final int[] numbers;
    private final TalkPlan talk;
    private final Itinerary itinerary;
    /** Names of the rooms, those from the start first. */
    private final List<String> rooms;

    SessionPlan(Scenario scenario, int firstRoom, List<World.Unit> units, RandomStreams random) {
        this.scenario = scenario;
        this.firstRoom = firstRoom;
        this.units = units;
        firstPeer = units.get(0).firstPeer();
        layout = RoomLayout.of(units.stream().map(World.Unit::peers).toList());
        groups = new int[layout.peers()];
        names = new String[layout.peers()];
        numbers = new int[layout.peers()];
        int peer = 0;
        for (World.Unit unit : units) {
            for (World.Members members : unit.members()) {
                for (int i = 0; i < members.count(); i++) {
                    groups[peer] = members.group();
                    numbers[peer] = members.first() + i;
                    names[peer++] = scenario.groups().get(members.group()).peerName(members.first() + i);
                }
            }
        }
        talk = talk(scenario.duration(), random);
        itinerary = new Itinerary(scenario, this, random);
        rooms = new ArrayList<>(units.stream().map(World.Unit::name).toList());
        rooms.addAll(itinerary.laterRooms());
    }

    /** The number of its first peer in the whole run. */
    public int firstPeer() {
        return firstPeer;
    }

    /** The number of its first room in the whole run. */
    public int firstRoom() {
        return firstRoom;
    }

    /** Who is in which room from the start. */
    public RoomLayout layout() {
        return layout;
    }

    /** Peers that may ever share a room. */
    public RoomLayout circles() {
        return scenario.gathers() ? RoomLayout.of(List.of(layout.peers())) : layout;
    }

    /** Number of rooms; those of the layout come first, those that somebody enters later follow. */
    public int rooms() {
        return rooms.size();
    }

    /** The name of a room. */
    public String roomName(int room) {
        return rooms.get(room);
    }

    /** Whether people walk in it, so that it is no room itself. */
    public boolean isPlane(int room) {
        return room < units.size() && group(layout.firstPeer(room)).place() instanceof Place.Plane;
    }

    /** The room that a peer is meant to be in first. */
    public int firstRoomOf(int peer) {
        return itinerary.firstRoom(peer);
    }

    /** When a peer comes, since the talk began; 0 if it is there before. */
    public long arrivalNanos(int peer) {
        PeerGroup group = group(peer);
        return scenario.arrivalOf(group)
                .map(arrival -> Math.max(1, arrival.nanosOf(numbers[peer], group.peers())))
                .orElse(0L);
    }

    /** What peers do but talk, in order of time. */
    public List<Move> moves() {
        return itinerary.moves();
    }

    /** The networks that moves change to. */
    public List<NetworkProfile> networks() {
        return itinerary.networks();
    }

    /** Times at which the host is down. */
    public List<ScenarioEvent> hostFailures() {
        return scenario.events().stream()
                .filter(event -> event.change() instanceof ScenarioEvent.HostDown)
                .toList();
    }

    /** Whether everybody stays connected, and in the same room, from before the talk to its end. */
    public boolean isSettled() {
        return hostFailures().isEmpty() && moves().stream().allMatch(move -> move.action() == Move.Action.NETWORK);
    }

    /** A peer's number within its group, from 0. */
    int numberInGroup(int peer) {
        return numbers[peer];
    }

    /** The name of a room or plane of the layout. */
    String placeName(int place) {
        return units.get(place).name();
    }

    /** The name of a peer. */
    public String peerName(int peer) {
        return names[peer];
    }

    /** The place of a peer's group among the groups. */
    public int groupOf(int peer) {
        return groups[peer];
    }

    /** A peer's group. */
    public PeerGroup group(int peer) {
        return scenario.groups().get(groups[peer]);
    }

    /** Who talks when. */
    public TalkPlan talk() {
        return talk;
    }

    /** Who would talk when for so long, by these streams. */
    public TalkPlan talk(Duration duration, RandomStreams random) {
        return TalkPlan.of(layout, peer -> group(peer).codec().frame(), spurts(duration.toNanos(), random));
    }

    /** The members of each group in a room have a conversation of their own. */
    private List<List<Talkspurt>> spurts(long durationNanos, RandomStreams random) {
        List<List<Talkspurt>> rooms = new ArrayList<>(units.size());
        for (int room = 0; room < units.size(); room++) {
            List<Talkspurt> spurts = new ArrayList<>();
            int slot = 0;
            for (World.Members members : units.get(room).members()) {
                int firstSlot = slot;
                String stream = spurts.isEmpty() && slot == 0 ? "talk" : "talk of group " + members.group();
                PeerGroup group = scenario.groups().get(members.group());
                // Who has no time left for the frame that ends a speech does not begin one.
                long latestNanos = durationNanos - 2 * group.codec().frame().toNanos();
                group.talk().talk(members.count(), durationNanos, random.stream(stream, firstRoom + room)).stream()
                        .filter(spurt -> spurt.startNanos() <= latestNanos)
                        .forEach(spurt -> spurts.add(
                                new Talkspurt(firstSlot + spurt.speaker(), spurt.startNanos(), spurt.endNanos())));
                slot += members.count();
            }
            spurts.sort(Comparator.comparingLong(Talkspurt::startNanos).thenComparingInt(Talkspurt::speaker));
            rooms.add(List.copyOf(spurts));
        }
        return rooms;
    }
}

package io.consonance.simulator.scenario;

import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.talk.RandomStreams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Everything the peers of a session do but talk, laid down before the run: who comes and goes, who changes rooms, whose
 * network changes. Built once, by one owner; not changed afterwards.
 */
final class Itinerary {

    /** What is in effect from some moment on; empty: nothing, as before all events. */
    private record Phase<C>(long fromNanos, Optional<C> change) {}

    private final Scenario scenario;
    private final SessionPlan session;
    private final RandomStreams random;
    private final long endNanos;
    private final List<Move> moves = new ArrayList<>();
    private final List<NetworkProfile> networks = new ArrayList<>();
    /** Rooms that are nobody's from the start, by name. */
    private final Map<String, Integer> laterRooms = new LinkedHashMap<>();

    private final int[] firstRooms;

    Itinerary(Scenario scenario, SessionPlan session, RandomStreams random) {
        this.scenario = scenario;
        this.session = session;
        this.random = random;
        endNanos = scenario.duration().toNanos();
        firstRooms = new int[session.layout().peers()];
        for (int peer = 0; peer < firstRooms.length; peer++) {
            if (scenario.gathers() || session.group(peer).place() instanceof Place.Plane) {
                rooms(peer);
            } else {
                firstRooms[peer] = session.layout().roomOf(peer);
            }
        }
        for (int peer = 0; peer < firstRooms.length; peer++) {
            if (session.arrivalNanos(peer) > 0) {
                add(session.arrivalNanos(peer), peer, Move.Action.ENTER, 0);
            }
        }
        IntStream.range(0, firstRooms.length).forEach(this::changeNetworks);
        moves.addAll(ChurnPlan.of(session, scenario.duration(), random).moves());
        moves.sort(Comparator.comparingLong(Move::atNanos).thenComparingInt(Move::peer));
    }

    List<Move> moves() {
        return moves;
    }

    List<NetworkProfile> networks() {
        return networks;
    }

    List<String> laterRooms() {
        return List.copyOf(laterRooms.keySet());
    }

    int firstRoom(int peer) {
        return firstRooms[peer];
    }

    /** The rooms of a peer over time: where it walks, but for the times when all are called together. */
    private void rooms(int peer) {
        List<Move> walked = walked(peer);
        firstRooms[peer] = walked.get(0).target();
        List<Move> kept = new ArrayList<>(walked.subList(1, walked.size()));
        List<Phase<ScenarioEvent.Gather>> phases = phases(peer, ScenarioEvent.Gather.class);
        for (int i = 0; i < phases.size(); i++) {
            Phase<ScenarioEvent.Gather> phase = phases.get(i);
            long from = phase.fromNanos();
            long until = i + 1 < phases.size() ? phases.get(i + 1).fromNanos() : endNanos;
            if (phase.change().isPresent()) {
                kept.removeIf(move -> move.atNanos() >= from && move.atNanos() < until);
            }
            int target = phase.change()
                    .map(gather -> room(gather.room()))
                    .orElseGet(() -> walked.stream()
                            .filter(move -> move.atNanos() <= from)
                            .reduce((first, later) -> later)
                            .orElseThrow()
                            .target());
            kept.add(new Move(from, peer, Move.Action.ROOM, target));
        }
        kept.stream().filter(move -> move.atNanos() < endNanos).forEach(moves::add);
    }

    /** The first one says where it begins. */
    private List<Move> walked(int peer) {
        if (!(session.group(peer).place() instanceof Place.Plane plane)) {
            return List.of(new Move(0, peer, Move.Action.ROOM, session.layout().roomOf(peer)));
        }
        List<Walk.Position> way = plane.walk()
                .way(
                        session.numberInGroup(peer),
                        plane.width(),
                        plane.height(),
                        endNanos,
                        random.stream("walk", session.firstPeer() + peer));
        List<Move> walked = new ArrayList<>();
        walked.add(new Move(
                0,
                peer,
                Move.Action.ROOM,
                cell(peer, plane, way.get(0).x(), way.get(0).y())));
        for (int i = 1; i < way.size(); i++) {
            crossed(walked, peer, plane, way.get(i - 1), way.get(i));
        }
        return walked;
    }

    /** Looks so often that no cell is jumped over by more than a tenth of its length. */
    private void crossed(List<Move> walked, int peer, Place.Plane plane, Walk.Position from, Walk.Position to) {
        double metres = Math.max(Math.abs(to.x() - from.x()), Math.abs(to.y() - from.y()));
        int steps = (int) Math.min(100_000, Math.ceil(metres / plane.cell() * 10));
        for (int step = 1; step <= steps; step++) {
            double share = (double) step / steps;
            int cell =
                    cell(peer, plane, from.x() + share * (to.x() - from.x()), from.y() + share * (to.y() - from.y()));
            if (cell != walked.get(walked.size() - 1).target()) {
                long at = from.atNanos() + (long) (share * (to.atNanos() - from.atNanos()));
                walked.add(new Move(Math.max(0, at), peer, Move.Action.ROOM, cell));
            }
        }
    }

    private int cell(int peer, Place.Plane plane, double x, double y) {
        return room(session.group(peer).name() + "-" + (plane.column(x) + 1) + "-" + (plane.row(y) + 1));
    }

    /** Among the rooms of the session; those from the start come first. */
    private int room(String name) {
        Integer later = laterRooms.get(name);
        if (later == null) {
            for (int room = 0; room < session.layout().rooms(); room++) {
                if (session.placeName(room).equals(name)) {
                    return room;
                }
            }
            later = session.layout().rooms() + laterRooms.size();
            laterRooms.put(name, later);
        }
        return later;
    }

    private void changeNetworks(int peer) {
        for (Phase<ScenarioEvent.Network> phase : phases(peer, ScenarioEvent.Network.class)) {
            NetworkProfile network = phase.change()
                    .map(ScenarioEvent.Network::network)
                    .orElseGet(() -> session.group(peer).network());
            add(phase.fromNanos(), peer, Move.Action.NETWORK, network(network));
        }
    }

    /** What the events of one kind make of a peer, in order of time; of several at once the one that began last counts. */
    private <C extends ScenarioEvent.Change> List<Phase<C>> phases(int peer, Class<C> kind) {
        List<ScenarioEvent> events = scenario.events().stream()
                .filter(event -> kind.isInstance(event.change()) && event.concerns(session.group(peer)))
                .toList();
        long[] bounds = events.stream()
                .flatMapToLong(event -> LongStream.of(event.at().toNanos(), event.endNanos()))
                .filter(bound -> bound < endNanos)
                .sorted()
                .distinct()
                .toArray();
        List<Phase<C>> phases = new ArrayList<>();
        Optional<C> before = Optional.empty();
        for (long bound : bounds) {
            Optional<C> now = events.stream()
                    .filter(event -> event.at().toNanos() <= bound && bound < event.endNanos())
                    .reduce((first, later) -> later)
                    .map(event -> kind.cast(event.change()));
            if (!now.equals(before)) {
                phases.add(new Phase<>(bound, now));
            }
            before = now;
        }
        return phases;
    }

    private int network(NetworkProfile network) {
        int known = networks.indexOf(network);
        if (known < 0) {
            networks.add(network);
            return networks.size() - 1;
        }
        return known;
    }

    private void add(long atNanos, int peer, Move.Action action, int target) {
        if (atNanos < endNanos) {
            moves.add(new Move(atNanos, peer, action, target));
        }
    }
}

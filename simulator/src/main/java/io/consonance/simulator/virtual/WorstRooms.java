package io.consonance.simulator.virtual;

import io.consonance.simulator.report.Report;
import io.consonance.simulator.virtual.PairTotals.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rooms in which listeners were worst off, with every pair in them, up to a number that a person can look at. Sums are
 * whole numbers, so that the order of adding does not matter. Not thread-safe; one owner.
 */
final class WorstRooms {

    private static final int ROOMS = 3;
    private static final int MEMBERS = 24;

    /** One room. */
    private record Room(int number, String name, List<Scored> pairs) {

        double microMos() {
            return mean(pairs);
        }
    }

    private final Map<Integer, Room> rooms = new HashMap<>();

    /** Adds one pair; the room by its number in the whole run, which decides between equals. */
    void add(int number, Scored pair) {
        rooms.computeIfAbsent(number, unknown -> new Room(number, pair.room(), new ArrayList<>()))
                .pairs()
                .add(pair);
    }

    /** Takes the other's rooms in. */
    void add(WorstRooms other) {
        other.rooms.forEach((number, room) -> rooms.computeIfAbsent(
                        number, unknown -> new Room(number, room.name(), new ArrayList<>()))
                .pairs()
                .addAll(room.pairs()));
    }

    /** Forgets all but the worst; once everything about the rooms so far has been added. */
    void trim() {
        rooms.keySet().retainAll(worst().map(Room::number).collect(Collectors.toSet()));
    }

    /** Worst first. */
    List<Report.RoomScores> report() {
        return worst().map(WorstRooms::report).toList();
    }

    private Stream<Room> worst() {
        return rooms.values().stream()
                .sorted(Comparator.comparingDouble(Room::microMos).thenComparingInt(Room::number))
                .limit(ROOMS);
    }

    private static Report.RoomScores report(Room room) {
        List<List<Scored>> listeners = worstOff(room.pairs(), Scored::listener);
        List<List<Scored>> speakers = worstOff(room.pairs(), Scored::speaker);
        double[][] mos = new double[listeners.size()][speakers.size()];
        for (int row = 0; row < mos.length; row++) {
            for (Scored pair : listeners.get(row)) {
                for (int column = 0; column < mos[row].length; column++) {
                    if (speakers.get(column).get(0).speaker() == pair.speaker()) {
                        mos[row][column] = Math.round(pair.microMos() / 1e4) / 1e2;
                    }
                }
            }
        }
        return new Report.RoomScores(
                room.name(),
                speakers.stream().map(pairs -> pairs.get(0).speakerName()).toList(),
                listeners.stream().map(pairs -> pairs.get(0).listenerName()).toList(),
                mos);
    }

    /** The members with the lowest mean score, in their order within the room. */
    private static List<List<Scored>> worstOff(List<Scored> pairs, Function<Scored, Integer> member) {
        return pairs.stream().collect(Collectors.groupingBy(member)).entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<Integer, List<Scored>> entry) -> mean(entry.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MEMBERS)
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Weighted by frames. */
    private static double mean(List<Scored> pairs) {
        long frames = 0;
        long sum = 0;
        for (Scored pair : pairs) {
            frames += pair.frames();
            sum += pair.frames() * pair.microMos();
        }
        return (double) sum / frames;
    }
}

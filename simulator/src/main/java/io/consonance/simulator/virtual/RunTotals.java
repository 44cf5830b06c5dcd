package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.scenario.World;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** The outcomes of all sessions, added up in any order with the same result. Not thread-safe; one owner. */
final class RunTotals {

    /** Rooms in the talk timeline. */
    private static final int SHOWN_ROOMS = 12;

    private final Scenario scenario;
    private final Report.Room[] rooms;
    /** Rooms that somebody entered later, by name. */
    private final Map<String, Report.Room> laterRooms = new TreeMap<>();

    private final Report.RoomTalk[] talk;
    private final PairTotals[] pairs;
    /** Kept beside those of the groups, who forget rooms that may be the worst for everybody together. */
    private final PairTotals allPairs;

    private final LinkTotals links = new LinkTotals();
    private final Histogram latencyMicros = new Histogram(60_000_000, 3);
    private Tally.Counts total;
    private HearingLog[] logs;
    private int[] sent = {};
    private int[] delivered = {};
    private int joined;
    private long strays;

    RunTotals(World world) {
        scenario = world.scenario();
        rooms = new Report.Room[world.rooms()];
        talk = new Report.RoomTalk[Math.min(SHOWN_ROOMS, rooms.length)];
        pairs = PairTotals.perGroup(scenario);
        allPairs = new PairTotals(scenario);
    }

    void add(SessionOutcome session) {
        Tally tally = session.tally();
        total = total == null ? tally.total() : total.plus(tally.total());
        addHeard(session);
        sent = sum(sent, session.sent());
        delivered = sum(delivered, session.delivered());
        joined += session.joined();
        strays += tally.strays();
        latencyMicros.add(session.latencyMicros());
        links.add(session.links());
        SessionPlan plan = session.plan();
        for (int room = 0; room < plan.rooms(); room++) {
            Report.Room counted = room(
                    plan.roomName(room), session.visitors()[room], tally.rooms().get(room));
            int number = plan.firstRoom() + room;
            if (room >= plan.layout().rooms()) {
                laterRooms.merge(counted.name(), counted, RunTotals::sum);
                continue;
            }
            rooms[number] = plan.isPlane(room) ? null : counted;
            if (number < talk.length) {
                talk[number] = talk(plan, room);
            }
        }
    }

    List<Report.Room> rooms() {
        return Stream.concat(Arrays.stream(rooms).filter(Objects::nonNull), laterRooms.values().stream())
                .toList();
    }

    List<Report.RoomTalk> talk() {
        return List.of(talk);
    }

    /** What the listeners of each group heard. */
    PairTotals[] pairs() {
        return pairs;
    }

    /** What all listeners heard. */
    PairTotals allPairs() {
        return allPairs;
    }

    LinkTotals links() {
        return links;
    }

    Histogram latencyMicros() {
        return latencyMicros;
    }

    Tally.Counts total() {
        return total;
    }

    /** The same over time. */
    HearingLog[] logs() {
        return logs;
    }

    Report.PacketsPerSecond packetsPerSecond() {
        return new Report.PacketsPerSecond(sent, delivered);
    }

    int joined() {
        return joined;
    }

    long strays() {
        return strays;
    }

    private void addHeard(SessionOutcome session) {
        for (int group = 0; group < pairs.length; group++) {
            allPairs.add(session.pairs()[group]);
            pairs[group].add(session.pairs()[group]);
            pairs[group].trim();
        }
        allPairs.trim();
        if (logs == null) {
            logs = session.logs();
            return;
        }
        for (int group = 0; group < logs.length; group++) {
            logs[group].add(session.logs()[group]);
        }
    }

    private static Report.Room sum(Report.Room one, Report.Room other) {
        return new Report.Room(
                one.name(),
                one.members() + other.members(),
                one.expected() + other.expected(),
                one.delivered() + other.delivered(),
                one.lost() + other.lost(),
                one.duplicates() + other.duplicates(),
                one.reordered() + other.reordered());
    }

    private static Report.Room room(String name, int members, Tally.Counts counts) {
        return new Report.Room(
                name,
                members,
                counts.expected(),
                counts.delivered(),
                counts.lost(),
                counts.duplicates(),
                counts.reordered());
    }

    private static Report.RoomTalk talk(SessionPlan plan, int room) {
        List<Report.Spurt> spurts = plan.talk().room(room).stream()
                .map(spurt -> new Report.Spurt(spurt.speaker(), spurt.startNanos() / 1e9, spurt.endNanos() / 1e9))
                .toList();
        return new Report.RoomTalk(plan.roomName(room), plan.layout().membersOf(room), spurts);
    }

    private static int[] sum(int[] left, int[] right) {
        int[] sum = Arrays.copyOf(right, right.length);
        for (int i = 0; i < left.length; i++) {
            sum[i] += left[i];
        }
        return sum;
    }
}

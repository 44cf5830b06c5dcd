package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.talk.TalkPlan;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The outcomes of all sessions, added up in any order with the same result. Not thread-safe; one owner. */
final class RunTotals {

    /** Rooms in the talk timeline. */
    private static final int SHOWN_ROOMS = 12;

    private final Report.Room[] rooms;
    private final Report.RoomTalk[] talk;
    private final PairTotals pairs;
    private final LinkTotals links = new LinkTotals();
    private final Histogram latencyMicros = new Histogram(60_000_000, 3);
    private Tally.Counts total;
    private HearingLog log;
    private int[] sent = {};
    private int[] delivered = {};
    private int joined;
    private long strays;

    RunTotals(VirtualSettings settings, Partition partition) {
        rooms = new Report.Room[partition.whole().rooms()];
        talk = new Report.RoomTalk[Math.min(SHOWN_ROOMS, rooms.length)];
        pairs = new PairTotals(settings);
    }

    void add(SessionOutcome session) {
        Tally tally = session.tally();
        total = total == null ? tally.total() : total.plus(tally.total());
        if (log == null) {
            log = session.log();
        } else {
            log.add(session.log());
        }
        sent = sum(sent, session.sent());
        delivered = sum(delivered, session.delivered());
        joined += session.joined();
        strays += tally.strays();
        latencyMicros.add(session.latencyMicros());
        pairs.add(session.pairs());
        links.add(session.links());
        TalkPlan plan = session.plan();
        for (int room = 0; room < plan.layout().rooms(); room++) {
            int number = session.firstRoom() + room;
            rooms[number] =
                    room(number, plan.layout().membersOf(room), tally.rooms().get(room));
            if (number < talk.length) {
                talk[number] = talk(number, plan, room);
            }
        }
    }

    List<Report.Room> rooms() {
        return List.of(rooms);
    }

    List<Report.RoomTalk> talk() {
        return List.of(talk);
    }

    PairTotals pairs() {
        return pairs;
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

    HearingLog log() {
        return log;
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

    private static Report.Room room(int number, int members, Tally.Counts counts) {
        return new Report.Room(
                SessionRun.roomName(number),
                members,
                counts.expected(),
                counts.delivered(),
                counts.lost(),
                counts.duplicates(),
                counts.reordered());
    }

    private static Report.RoomTalk talk(int number, TalkPlan plan, int room) {
        List<Report.Spurt> spurts = plan.room(room).stream()
                .map(spurt -> new Report.Spurt(spurt.speaker(), spurt.startNanos() / 1e9, spurt.endNanos() / 1e9))
                .toList();
        return new Report.RoomTalk(SessionRun.roomName(number), plan.layout().membersOf(room), spurts);
    }

    private static int[] sum(int[] left, int[] right) {
        int[] sum = Arrays.copyOf(right, right.length);
        for (int i = 0; i < left.length; i++) {
            sum[i] += left[i];
        }
        return sum;
    }
}

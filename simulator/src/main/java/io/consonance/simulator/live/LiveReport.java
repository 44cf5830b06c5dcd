package io.consonance.simulator.live;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.report.LatencyMillis;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.report.ScenarioFacts;
import io.consonance.simulator.report.Threshold;
import io.consonance.simulator.talk.RoomLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts the report of a live run together. Stateless but for what it reads. */
public final class LiveReport {

    /** Rooms in the talk timeline. */
    private static final int SHOWN_ROOMS = 6;

    private static final int SPARE_FILES = 32;
    private static final int SPARE_THREADS = 16;
    private static final int SPARE_THREADS_PER_CORE = 4;

    private final LivePlan plan;
    private final LiveSettings settings;
    private final LiveResult result;

    LiveReport(LivePlan plan, LiveResult result) {
        this.plan = plan;
        this.settings = plan.settings();
        this.result = result;
    }

    /**
     * The report of a run that was done in shares.
     *
     * @param result of all shares together
     */
    public static Report ofShares(LiveSettings settings, LiveResult result, RunFacts facts) {
        return new LiveReport(new LivePlan(settings), result).of(null, 0, facts);
    }

    Report of(Report.Churn churn, int rosterUnanswered, RunFacts run) {
        return of(settings.host().map(Object::toString).orElse("embedded"), churn, rosterUnanswered, null, run);
    }

    /** Of a run through several hosts, to which something happened. */
    Report ofNodes(String host, List<Report.NodeEvent> events, RunFacts run) {
        return of(host, null, 0, events, run);
    }

    private Report of(
            String host, Report.Churn churn, int rosterUnanswered, List<Report.NodeEvent> events, RunFacts run) {
        Tally tally = result.tally();
        Duration spoken = result.spoken();
        LatencyMillis latency = LatencyMillis.ofMicros(result.latencyMicros());
        List<Threshold> thresholds = thresholds(tally, latency, churn, rosterUnanswered, run);
        if (events != null) {
            addEvents(thresholds, events, tally.total().duplicates());
        }
        Tally.Counts total = tally.total();
        return new Report(
                Report.SCHEMA,
                "live",
                settings.seed(),
                scenario(host),
                thresholds.stream().allMatch(Threshold::holds),
                result.interrupted(),
                thresholds,
                result.joined(),
                total.expected(),
                total.delivered(),
                total.exactlyOnce(),
                total.lost(),
                total.duplicates(),
                total.reordered(),
                total.unexpected(),
                tally.strays(),
                latency,
                seconds(spoken),
                churn,
                events,
                rooms(tally),
                new Report.PacketsPerSecond(result.sent(), result.delivered()),
                talk(spoken),
                null,
                null,
                null,
                run);
    }

    private List<Threshold> thresholds(
            Tally tally, LatencyMillis latency, Report.Churn churn, int rosterUnanswered, RunFacts run) {
        List<Threshold> thresholds = new ArrayList<>();
        thresholds.add(Threshold.exactly("peers joined", "peers", settings.peers(), result.joined()));
        // Of what nobody said there is nothing to judge.
        if (tally.total().expected() > 0) {
            settings.scenario()
                    .thresholds()
                    .maxMissedFraction()
                    .ifPresent(limit ->
                            thresholds.add(Threshold.missed(limit, tally.total().missedFraction())));
            settings.scenario()
                    .thresholds()
                    .maxP99()
                    .ifPresent(limit -> thresholds.add(Threshold.p99(limit.toNanos() / 1e6, latency.p99())));
        }
        thresholds.add(Threshold.exactly("heard in the wrong room", "frames", 0, tally.strays()));
        if (churn != null) {
            thresholds.add(Threshold.exactly(
                    "ghosts in the roster", "peers", 0, churn.ghosts().size()));
            thresholds.add(Threshold.exactly(
                    "missing from the roster", "peers", 0, churn.missing().size()));
            thresholds.add(Threshold.exactly("roster checks without an answer", "checks", 0, rosterUnanswered));
            addLeftovers(thresholds, run);
        }
        return thresholds;
    }

    /** What a hundred comings and goings must not leave behind in this process; pools still growing are allowed for. */
    private static void addLeftovers(List<Threshold> thresholds, RunFacts run) {
        thresholds.add(Threshold.atMost(
                "file descriptors left over",
                "more",
                SPARE_FILES,
                run.after().fileDescriptors() - run.before().fileDescriptors()));
        thresholds.add(Threshold.atMost(
                "threads left over",
                "more",
                SPARE_THREADS + SPARE_THREADS_PER_CORE * run.process().cores(),
                run.after().threads() - run.before().threads()));
    }

    /** Whatever happens to nodes, nobody becomes somebody else, and nobody is heard twice. */
    private static void addEvents(List<Threshold> thresholds, List<Report.NodeEvent> events, long duplicates) {
        double kept = events.stream()
                .mapToDouble(Report.NodeEvent::keptIdentity)
                .min()
                .orElse(1);
        thresholds.add(Threshold.atLeast("kept session id and client id", "%", 100, 100 * kept));
        thresholds.add(Threshold.exactly(
                "ghosts in rosters",
                "peers",
                0,
                events.stream().mapToInt(Report.NodeEvent::ghosts).sum()));
        thresholds.add(Threshold.exactly("heard twice", "frames", 0, duplicates));
    }

    private Report.Scenario scenario(String host) {
        return ScenarioFacts.of(
                plan.world(), host, LiveShare.SETTLE, result.rehearsed(), result.meanPayloadBytes(), network());
    }

    /** Null where nothing lies between peers and host but what is really there. */
    private String network() {
        String names = ScenarioFacts.network(settings.scenario());
        return names.equals(NetworkPresets.PERFECT.name()) ? null : names;
    }

    private List<Report.Room> rooms(Tally tally) {
        List<Report.Room> rooms = new ArrayList<>();
        RoomLayout layout = plan.layout();
        for (int room = 0; room < layout.rooms(); room++) {
            Tally.Counts counts = tally.rooms().get(room);
            rooms.add(new Report.Room(
                    plan.everybody().roomName(room),
                    layout.membersOf(room),
                    counts.expected(),
                    counts.delivered(),
                    counts.lost(),
                    counts.duplicates(),
                    counts.reordered()));
        }
        return List.copyOf(rooms);
    }

    private List<Report.RoomTalk> talk(Duration spoken) {
        List<Report.RoomTalk> talk = new ArrayList<>();
        RoomLayout layout = plan.layout();
        for (int room = 0; room < Math.min(SHOWN_ROOMS, layout.rooms()); room++) {
            List<Report.Spurt> spurts = plan.talk().room(room).stream()
                    .filter(spurt -> spurt.startNanos() < spoken.toNanos())
                    .map(spurt -> new Report.Spurt(
                            spurt.speaker(),
                            spurt.startNanos() / 1e9,
                            Math.min(spurt.endNanos(), spoken.toNanos()) / 1e9))
                    .toList();
            talk.add(new Report.RoomTalk(plan.everybody().roomName(room), layout.membersOf(room), spurts));
        }
        return List.copyOf(talk);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}

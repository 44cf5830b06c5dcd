package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.report.LatencyMillis;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.report.ScenarioFacts;
import io.consonance.simulator.report.Threshold;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.World;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** Puts the report of a run in virtual time together. */
final class VirtualReport {

    /** The name of the group that everybody belongs to. */
    private static final String EVERYBODY = "all";

    private final World world;
    private final Scenario scenario;
    private final long seed;
    private final RunTotals totals;

    VirtualReport(World world, long seed, RunTotals totals) {
        this.world = world;
        this.scenario = world.scenario();
        this.seed = seed;
        this.totals = totals;
    }

    Report of(RunFacts run) {
        LatencyMillis latency = latency(totals.latencyMicros());
        Tally.Counts total = totals.total();
        List<Threshold> thresholds = thresholds(latency);
        return new Report(
                Report.SCHEMA,
                "virtual",
                seed,
                facts(),
                thresholds.stream().allMatch(Threshold::holds),
                false,
                thresholds,
                totals.joined(),
                total.expected(),
                total.delivered(),
                total.exactlyOnce(),
                total.lost(),
                total.duplicates(),
                total.reordered(),
                total.unexpected(),
                totals.strays(),
                latency,
                scenario.duration().toNanos() / 1e9,
                null,
                null,
                totals.rooms(),
                totals.packetsPerSecond(),
                totals.talk(),
                totals.links().report(),
                groups(),
                null,
                run);
    }

    static LatencyMillis latency(Histogram micros) {
        return LatencyMillis.ofMicros(micros);
    }

    /** Everybody first, then group by group where there is more than one. */
    private List<Report.Group> groups() {
        List<Report.Group> groups = new ArrayList<>();
        groups.add(totals.allPairs()
                .report(EVERYBODY, scenario.peers(), ScenarioFacts.network(scenario), HearingLog.sum(totals.logs())));
        if (scenario.groups().size() > 1) {
            for (int index = 0; index < scenario.groups().size(); index++) {
                PeerGroup group = scenario.groups().get(index);
                groups.add(totals.pairs()[index].report(
                        group.name(), group.peers(), group.network().name(), totals.logs()[index]));
            }
        }
        return List.copyOf(groups);
    }

    private List<Threshold> thresholds(LatencyMillis latency) {
        List<Threshold> thresholds = new ArrayList<>();
        thresholds.add(Threshold.exactly("peers joined", "peers", scenario.peers(), totals.joined()));
        thresholds.add(Threshold.exactly("heard in the wrong room", "frames", 0, totals.strays()));
        // Of what nobody said there is nothing to judge.
        if (totals.total().expected() > 0) {
            scenario.thresholds()
                    .maxMissedFraction()
                    .ifPresent(limit -> thresholds.add(
                            Threshold.missed(limit, totals.total().missedFraction())));
            scenario.thresholds()
                    .maxP99()
                    .ifPresent(limit -> thresholds.add(Threshold.p99(limit.toNanos() / 1e6, latency.p99())));
        }
        addMos(thresholds, "", scenario.thresholds().minMos(), totals.allPairs());
        for (int index = 0; index < scenario.groups().size(); index++) {
            PeerGroup group = scenario.groups().get(index);
            addMos(thresholds, " of " + group.name(), group.minMos(), totals.pairs()[index]);
        }
        return List.copyOf(thresholds);
    }

    private static void addMos(List<Threshold> thresholds, String whose, OptionalDouble limit, PairTotals heard) {
        if (limit.isPresent() && heard.frames() > 0) {
            thresholds.add(Threshold.atLeast("mean opinion score" + whose, "MOS", limit.getAsDouble(), heard.mos()));
        }
    }

    private Report.Scenario facts() {
        return ScenarioFacts.of(
                world,
                "virtual",
                SessionRun.SETTLE,
                null,
                ScenarioFacts.payloadBytes(scenario),
                ScenarioFacts.network(scenario));
    }
}

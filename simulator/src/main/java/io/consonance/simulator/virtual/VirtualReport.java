package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.report.LatencyMillis;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.report.Threshold;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Puts the report of a run in virtual time together. */
final class VirtualReport {

    private final VirtualSettings settings;
    private final Partition partition;
    private final RunTotals totals;

    VirtualReport(VirtualSettings settings, Partition partition, RunTotals totals) {
        this.settings = settings;
        this.partition = partition;
        this.totals = totals;
    }

    Report of(RunFacts run) {
        LatencyMillis latency = latency(totals.latencyMicros());
        Tally.Counts total = totals.total();
        Report.Group group = totals.pairs().report(settings, totals.log());
        List<Threshold> thresholds = thresholds(latency);
        return new Report(
                Report.SCHEMA,
                "virtual",
                settings.seed(),
                scenario(),
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
                settings.duration().toNanos() / 1e9,
                null,
                totals.rooms(),
                totals.packetsPerSecond(),
                totals.talk(),
                totals.links().report(),
                List.of(group),
                run);
    }

    static LatencyMillis latency(Histogram micros) {
        return LatencyMillis.ofMicros(micros);
    }

    private List<Threshold> thresholds(LatencyMillis latency) {
        List<Threshold> thresholds = new ArrayList<>();
        thresholds.add(Threshold.exactly("peers joined", "peers", settings.peers(), totals.joined()));
        thresholds.add(Threshold.exactly("heard in the wrong room", "frames", 0, totals.strays()));
        settings.maxMissedFraction()
                .ifPresent(limit ->
                        thresholds.add(Threshold.missed(limit, totals.total().missedFraction())));
        settings.maxP99Millis().ifPresent(limit -> thresholds.add(Threshold.p99(limit, latency.p99())));
        settings.minMos()
                .ifPresent(limit -> thresholds.add(Threshold.atLeast(
                        "mean opinion score", "MOS", limit, totals.pairs().mos())));
        return List.copyOf(thresholds);
    }

    private Report.Scenario scenario() {
        return new Report.Scenario(
                settings.peers(),
                settings.roomSize(),
                partition.whole().rooms(),
                settings.duration().toNanos() / 1e9,
                settings.frame().toNanos() / 1e6,
                false,
                "virtual",
                "ITU-T P.59",
                SessionRun.SETTLE.toNanos() / 1e6,
                null,
                settings.payloadBytes(),
                settings.network().name(),
                partition.sessions());
    }
}

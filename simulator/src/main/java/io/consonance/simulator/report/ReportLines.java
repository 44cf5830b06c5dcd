package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report in words: the lines that the terminal table and the page both show. Stateless. */
final class ReportLines {

    /** A label and its value. */
    record Line(String label, String value) {}

    private ReportLines() {}

    static String headline(Report report) {
        if (isEmpty(report)) {
            return "INTERRUPTED before anything was measured";
        }
        String verdict = report.passed() ? "PASSED" : "FAILED";
        return report.interrupted() ? verdict + " (interrupted)" : verdict;
    }

    /** Whether it was over before anything was measured, so that there is no verdict. */
    static boolean isEmpty(Report report) {
        return report.interrupted() && report.durationSeconds() == 0;
    }

    static List<Line> of(Report report) {
        List<Line> lines = new ArrayList<>();
        Report.Scenario scenario = report.scenario();
        lines.add(new Line("scenario", scenario.name()));
        lines.add(new Line(
                "peers joined",
                text(
                        "%,d of %,d, in %,d %s of at most %,d",
                        report.peersJoined(),
                        scenario.peers(),
                        scenario.rooms(),
                        scenario.rooms() == 1 ? "room" : "rooms",
                        scenario.roomSize())));
        lines.add(new Line("host", scenario.host()));
        if (scenario.network() != null) {
            lines.add(new Line("network", scenario.network()));
        }
        lines.add(new Line(
                "talk",
                text(
                        "%.1f s by %s, %s ms frames, seed %d",
                        report.durationSeconds(),
                        scenario.talkModel(),
                        number(scenario.frameMillis()),
                        report.seed())));
        if (scenario.warmUpSeconds() != null && scenario.warmUpSeconds() > 0) {
            lines.add(new Line("before that", text("%.1f s of talk, not measured", scenario.warmUpSeconds())));
        }
        if (scenario.events() != null) {
            scenario.events()
                    .forEach(event -> lines.add(new Line(
                            "at " + number(event.atSeconds()) + " s",
                            event.what()
                                    + (event.untilSeconds() == null
                                            ? ""
                                            : ", until " + number(event.untilSeconds()) + " s"))));
        }
        lines.add(new Line("deliveries expected", expected(report.expected())));
        lines.add(new Line("delivered", share(report.delivered(), report.expected())));
        lines.add(new Line("exactly once", share(report.exactlyOnce(), report.expected())));
        lines.add(new Line("lost", text("%,d", report.lost())));
        lines.add(new Line("duplicates", text("%,d", report.duplicates())));
        lines.add(new Line("reordered", text("%,d", report.reordered())));
        lines.add(new Line("in the wrong room", text("%,d", report.strays())));
        LatencyMillis latency = report.latencyMillis();
        lines.add(new Line(
                "one-way latency",
                latency.count() == 0
                        ? "nothing arrived"
                        : text(
                                "p50 %s ms, p99 %s ms, p99.9 %s ms, max %s ms",
                                number(latency.p50()),
                                number(latency.p99()),
                                number(latency.p999()),
                                number(latency.max()))));
        if (report.groups() != null) {
            report.groups().forEach(group -> addGroup(lines, group));
        }
        if (report.churn() != null) {
            addChurn(lines, report.churn(), report.unexpected());
        }
        if (report.events() != null) {
            report.events().forEach(event -> addEvent(lines, event));
        }
        if (report.acrossSeeds() != null) {
            addSeeds(lines, report.acrossSeeds());
        }
        addRun(lines, report);
        return lines;
    }

    static List<Line> thresholds(Report report) {
        return report.thresholds().stream()
                .map(threshold -> new Line(
                        threshold.name(),
                        text(
                                "%s %s (%s %s) %s",
                                number(threshold.actual()),
                                threshold.unit(),
                                threshold.relation(),
                                number(threshold.limit()),
                                threshold.holds() ? "ok" : "MISSED" + hint(threshold, report.run()))))
                .toList();
    }

    /** Whose doing it may be, where that is not the host's. */
    private static String hint(Threshold threshold, RunFacts run) {
        RunFacts.SendDelay late = run.sendDelayMillis();
        boolean sentLate =
                late != null && threshold.name().equals(Threshold.P99) && late.p99() >= threshold.actual() / 2;
        return sentLate
                ? text("; this machine was too busy: 1 %% of the frames left %s ms late or later", number(late.p99()))
                : "";
    }

    private static void addChurn(List<Line> lines, Report.Churn churn, long unexpected) {
        lines.add(new Line(
                "churn",
                text(
                        "%,d left (%,d without goodbye), %,d back; %,d sessions lost unintended",
                        churn.leaves(), churn.withoutGoodbye(), churn.rejoins(), churn.sessionsLost())));
        lines.add(new Line("while coming or going", text("%,d arrivals, not demanded", unexpected)));
        lines.add(new Line(
                "roster (" + churn.rosterSource() + ")",
                text(
                        "%,d members of %,d expected; ghosts: %s; missing: %s",
                        churn.rosterSeen(), churn.rosterExpected(), names(churn.ghosts()), names(churn.missing()))));
    }

    private static void addEvent(List<Line> lines, Report.NodeEvent event) {
        lines.add(new Line(
                text("%s s: %s", number(event.at()), event.what()),
                text(
                        "%,d listeners in %,d sessions heard nothing for p50 %,.0f ms, p99 %,.0f ms, max %,.0f ms;"
                                + " %s %% kept their ids; %,d ghosts; others: p99 %,.0f ms, max %,.0f ms",
                        event.listeners(),
                        event.sessions(),
                        event.gapMillis().p50(),
                        event.gapMillis().p99(),
                        event.gapMillis().max(),
                        number(100 * event.keptIdentity()),
                        event.ghosts(),
                        event.othersGapMillis().p99(),
                        event.othersGapMillis().max())));
    }

    private static void addGroup(List<Line> lines, Report.Group group) {
        lines.add(new Line(
                "heard by " + group.name(),
                text(
                        "%,d peers on %s, %,d pairs; %s %% of %,d frames not from their own packet (burst ratio %s)",
                        group.peers(),
                        group.network(),
                        group.pairs(),
                        number(100 * group.missingFraction()),
                        group.framesDue(),
                        number(group.burstRatio()))));
        if (group.joinMillis() != null && group.joinMillis().count() > 0) {
            LatencyMillis join = group.joinMillis();
            lines.add(new Line(
                    "time to join",
                    text(
                            "p50 %s ms, p99 %s ms, max %s ms",
                            number(join.p50()), number(join.p99()), number(join.max()))));
        }
        if (group.pairs() == 0) {
            return;
        }
        lines.add(new Line(
                "played",
                text(
                        "%,d recovered, %,d concealed; %,d packets late; jitter %s ms",
                        group.recovered(), group.concealed(), group.late(), number(group.jitterMillis()))));
        lines.add(new Line(
                "mouth to ear",
                text(
                        "p50 %s ms, p99 %s ms, max %s ms",
                        number(group.mouthToEarMillis().p50()),
                        number(group.mouthToEarMillis().p99()),
                        number(group.mouthToEarMillis().max()))));
        lines.add(new Line(
                "MOS",
                text(
                        "%s (%s to %s; 5 %% of the listening below %s), R %s, Ie %s",
                        number(group.mos()),
                        number(group.mosLow()),
                        number(group.mosHigh()),
                        number(group.mosWorst()),
                        number(group.rating()),
                        number(group.ie()))));
        lines.add(new Line("MOS by", group.model()));
        if (group.decoded() != null) {
            addDecoded(lines, group.decoded());
        }
    }

    private static void addDecoded(List<Line> lines, Report.Decoded decoded) {
        lines.add(new Line(
                "really decoded",
                text(
                        "by %,d %s, %,d frames of speech (%,d never played): %s dB from what was said, the codec alone %s dB"
                                + " (log spectral distance)",
                        decoded.listeners(),
                        decoded.listeners() == 1 ? "listener" : "listeners",
                        decoded.frames(),
                        decoded.unplayedFrames(),
                        number(decoded.distanceDb()),
                        number(decoded.codecAloneDb()))));
        if (decoded.correlation() != null) {
            lines.add(new Line(
                    "model and signal",
                    text(
                            "correlation of MOS and the distance that the network added: %s",
                            number(decoded.correlation()))));
        }
    }

    private static void addSeeds(List<Line> lines, AcrossSeeds across) {
        lines.add(new Line(
                "seeds",
                text(
                        "%d, %d passed; the lines above are of the first, below: mean (%.0f %% interval)",
                        across.seeds().size(), across.passed(), 100 * across.confidence())));
        for (AcrossSeeds.Interval interval : across.measures()) {
            lines.add(new Line(
                    "mean " + interval.name(),
                    text(
                                    "%s (%s to %s) %s",
                                    number(interval.mean()),
                                    number(interval.low()),
                                    number(interval.high()),
                                    interval.unit())
                            .strip()));
        }
    }

    private static void addRun(List<Line> lines, Report report) {
        RunFacts run = report.run();
        RunFacts.Process process = run.process();
        lines.add(new Line(
                "time",
                text(
                        "%.1f s wall (%.1f s to join), %.1f s CPU on %d cores",
                        process.wallSeconds(), run.joinSeconds(), process.cpuSeconds(), process.cores())));
        if (run.sendDelayMillis() != null && report.durationSeconds() > 0) {
            lines.add(new Line(
                    "sent late by",
                    text(
                            "p50 %s ms, p99 %s ms, max %s ms; part of the latency, and this machine's doing",
                            number(run.sendDelayMillis().p50()),
                            number(run.sendDelayMillis().p99()),
                            number(run.sendDelayMillis().max()))));
        }
        if (run.workers() != null) {
            lines.add(new Line("shared", text("by %d workers, whose CPU time is in it", run.workers())));
        }
        if (run.speedup() != null) {
            lines.add(new Line(
                    "virtual time",
                    text(
                            "%.1f times faster than real on %d threads; %,.0f packets per CPU second",
                            run.speedup(), run.threads(), run.packetsPerCpuSecond())));
        }
        if (run.before() != null && run.after() != null) {
            lines.add(new Line(
                    "before and after",
                    text(
                            "heap %.1f and %.1f MiB, threads %d and %d, file descriptors %d and %d",
                            run.before().heapMiB(),
                            run.after().heapMiB(),
                            run.before().threads(),
                            run.after().threads(),
                            run.before().fileDescriptors(),
                            run.after().fileDescriptors())));
        }
        lines.add(
                new Line("program", text("%s, commit %s, JDK %s", process.version(), process.commit(), process.jdk())));
    }

    private static String expected(long deliveries) {
        return deliveries == 0
                ? "0; nobody spoke to anybody: loss, latency and MOS are not judged"
                : text("%,d", deliveries);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? text("%,d", part) : text("%,d (%.4f %%)", part, 100.0 * part / whole);
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** As short as it goes without losing one of three decimals. */
    static String number(double value) {
        String text = text("%.3f", value);
        String plain = text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
        return plain.equals("-0") ? "0" : plain;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One number that sums a run up. Comparisons, confidence intervals and CSV all take the same ones.
 *
 * @param name what it is; begins with the group's name where it is about one group
 * @param unit of the value
 * @param value of this run
 */
record Measure(String name, String unit, double value) {

    /** What there is to say about a run, in the order of the report; nothing that depends on the machine in virtual runs. */
    static List<Measure> of(Report report) {
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure("peers joined", "peers", report.peersJoined()));
        measures.add(new Measure("deliveries expected", "frames", report.expected()));
        measures.add(new Measure("exactly once", "%", percent(report.exactlyOnce(), report.expected())));
        measures.add(new Measure("lost", "%", percent(report.lost(), report.expected())));
        measures.add(new Measure("duplicates", "frames", report.duplicates()));
        measures.add(new Measure("reordered", "frames", report.reordered()));
        measures.add(new Measure("latency p50", "ms", report.latencyMillis().p50()));
        measures.add(new Measure("latency p99", "ms", report.latencyMillis().p99()));
        if (report.groups() != null) {
            report.groups().forEach(group -> addGroup(measures, group));
        }
        return measures;
    }

    private static void addGroup(List<Measure> measures, Report.Group group) {
        String of = group.name() + ": ";
        if (group.joinMillis() != null) {
            measures.add(new Measure(
                    of + "time to join p50", "ms", group.joinMillis().p50()));
            measures.add(new Measure(
                    of + "time to join p99", "ms", group.joinMillis().p99()));
        }
        measures.add(new Measure(of + "MOS", "MOS", group.mos()));
        measures.add(new Measure(of + "MOS, low end", "MOS", group.mosLow()));
        measures.add(new Measure(of + "MOS, high end", "MOS", group.mosHigh()));
        measures.add(new Measure(of + "MOS, worst 5 %", "MOS", group.mosWorst()));
        measures.add(new Measure(of + "frames missing", "%", 100 * group.missingFraction()));
        measures.add(new Measure(of + "burst ratio", "", group.burstRatio()));
        measures.add(new Measure(of + "jitter", "ms", group.jitterMillis()));
        measures.add(new Measure(
                of + "mouth to ear p50", "ms", group.mouthToEarMillis().p50()));
        measures.add(new Measure(
                of + "mouth to ear p99", "ms", group.mouthToEarMillis().p99()));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}

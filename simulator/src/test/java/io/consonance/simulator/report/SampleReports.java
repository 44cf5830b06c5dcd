package io.consonance.simulator.report;

import java.util.List;
import org.HdrHistogram.Histogram;

/** Reports with made-up numbers, each of them different, so that no two can be mistaken. */
final class SampleReports {

    private SampleReports() {}

    static Report passed() {
        return report(4_242, true, 136, null);
    }

    /** The same with another seed, and nothing lost. */
    static Report withoutLoss(long seed) {
        return report(seed, true, 0, null);
    }

    static Report withChurn() {
        return report(
                4_242,
                false,
                136,
                new Report.Churn(1_357, 246, 1_111, 3, "host", 497, 498, List.of("ghost-7 </script>"), List.of()));
    }

    private static Report report(long seed, boolean passed, long lost, Report.Churn churn) {
        Histogram micros = new Histogram(60_000_000, 3);
        for (int i = 1; i <= 10_000; i++) {
            micros.recordValue(300 + i % 700 + (i % 500 == 0 ? 9_000 : 0));
        }
        LatencyMillis latency = LatencyMillis.ofMicros(micros);
        return new Report(
                Report.SCHEMA,
                "live",
                seed,
                new Report.Scenario(
                        "sample",
                        500,
                        8,
                        63,
                        30,
                        20,
                        churn != null,
                        "embedded",
                        "ITU-T P.59",
                        1_000,
                        8.0,
                        61.5,
                        null,
                        1,
                        List.of(new Report.Event("surge", "guests arrive", 12.5, null))),
                passed,
                false,
                List.of(
                        Threshold.exactly("peers joined", "peers", 500, 499),
                        Threshold.missed(0.001, lost == 0 ? 0 : 0.000234),
                        Threshold.p99(50, latency.p99())),
                499,
                600_123,
                599_987,
                599_981,
                lost,
                17,
                29,
                31,
                2,
                latency,
                30,
                churn,
                null,
                List.of(
                        new Report.Room("room-0", 8, 300_123, 300_000, 123, 11, 13),
                        new Report.Room("room-1", 8, 300_000, 299_987, 13, 6, 16)),
                new Report.PacketsPerSecond(new int[] {2_801, 2_903}, new int[] {19_607, 20_321}),
                List.of(new Report.RoomTalk(
                        "room-0", 8, List.of(new Report.Spurt(1, 0.5, 1.25), new Report.Spurt(3, 1.75, 2.5)))),
                null,
                null,
                null,
                new RunFacts(
                        new RunFacts.Process(
                                "2026-01-02T03:04:05Z", 33.5, 21.7, "17.0.0", "Linux", 4, 1_024, "0.1.0", "abc1234"),
                        1.9,
                        new RunFacts.Resources(41.5, 37, 123),
                        new RunFacts.Resources(42.25, 38, 124),
                        null,
                        null,
                        null,
                        null,
                        new RunFacts.SendDelay(0.5, 2.25, 7),
                        new RunFacts.Load(new double[] {1.25, 1.5}, new double[] {51, 47})));
    }
}

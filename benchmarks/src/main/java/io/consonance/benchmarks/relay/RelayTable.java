package io.consonance.benchmarks.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as lines for a terminal. Stateless. */
final class RelayTable {

    private RelayTable() {}

    static List<String> of(RelayReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %s, %d cores, relays on %s; medians of %d runs of %.1f s, taken in turn",
                report.jdk(),
                report.system(),
                report.cores(),
                report.relayCore() < 0 ? "any core" : "core " + report.relayCore(),
                report.repeats(),
                report.seconds()));
        String heading = "";
        for (Row row : report.rows()) {
            String job = row.mode() + ", N = " + row.fanOut();
            if (!job.equals(heading)) {
                heading = job;
                lines.add("");
                lines.add(String.format(
                        Locale.ROOT,
                        "%-20s %11s %21s %10s %9s %9s %6s %7s %8s %8s %9s",
                        job,
                        "k out/cpu-s",
                        "against " + report.reference(),
                        "us cpu/out",
                        "B/packet",
                        "in/s",
                        "busy",
                        "lost",
                        "p50 us",
                        "p99 us",
                        "p99.9 us"));
            }
            lines.add(line(row));
        }
        lines.add("");
        for (Row row : report.hostAgainstMurmur()) {
            Spread ratio = row.ratio();
            lines.add(String.format(
                    Locale.ROOT,
                    "host against murmur, %s, N = %d: %.2f (%.2f - %.2f)",
                    row.mode(),
                    row.fanOut(),
                    ratio.median(),
                    ratio.min(),
                    ratio.max()));
        }
        for (String reason : report.notRun()) {
            lines.add("not run: " + reason);
        }
        return lines;
    }

    private static String line(Row row) {
        String latency = row.p50Micros() == 0
                ? ""
                : String.format(Locale.ROOT, " %8.0f %8.0f %9.0f", row.p50Micros(), row.p99Micros(), row.p999Micros());
        return String.format(
                        Locale.ROOT,
                        "  %-18s %11.0f %7.2f (%.2f - %.2f) %10.2f %9.1f %9.0f %5.0f%% %6.2f%%%s",
                        row.relay(),
                        row.packetsOutPerCpuSecond() / 1e3,
                        row.ratio().median(),
                        row.ratio().min(),
                        row.ratio().max(),
                        row.cpuMicrosPerPacketOut(),
                        row.allocatedBytesPerPacketIn(),
                        row.packetsInPerSecond(),
                        row.busyFraction() * 100,
                        row.lossFraction() * 100,
                        latency)
                .stripTrailing();
    }
}

package io.consonance.simulator.report;

import java.util.List;

/** The report as a table for a terminal. Stateless. */
public final class ReportTable {

    private ReportTable() {}

    /** The table, with a line break after each line. */
    public static String of(Report report) {
        List<ReportLines.Line> lines = ReportLines.of(report);
        List<ReportLines.Line> thresholds = ReportLines.thresholds(report);
        int width = 0;
        for (ReportLines.Line line : lines) {
            width = Math.max(width, line.label().length());
        }
        for (ReportLines.Line line : thresholds) {
            width = Math.max(width, line.label().length());
        }
        StringBuilder table = new StringBuilder();
        table.append("Consonance simulation: ")
                .append(ReportLines.headline(report))
                .append('\n');
        append(table, lines, width);
        table.append("Thresholds\n");
        append(table, thresholds, width);
        return table.toString();
    }

    private static void append(StringBuilder table, List<ReportLines.Line> lines, int width) {
        for (ReportLines.Line line : lines) {
            table.append("  ")
                    .append(line.label())
                    .append(" ".repeat(width - line.label().length() + 2))
                    .append(line.value())
                    .append('\n');
        }
    }
}

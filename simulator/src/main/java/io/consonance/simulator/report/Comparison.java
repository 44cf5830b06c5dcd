package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two runs side by side; of several seeds the means. Immutable.
 *
 * @param leftName what the first run is called
 * @param left the first run
 * @param rightName what the other run is called
 * @param right the other run
 */
public record Comparison(String leftName, Report left, String rightName, Report right) {

    private static final String NOTHING = "-";
    private static final int COLUMNS = 5;

    /** One line: a label, both values, their difference and its unit. */
    record Row(String label, String left, String right, String difference, String unit) {

        private List<String> cells() {
            return List.of(label, left, right, difference, unit);
        }
    }

    /** The lines in order: what was asked for, then what came out. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(setting("mode", left.mode(), right.mode()));
        rows.add(setting("seed", seeds(left), seeds(right)));
        rows.add(setting("duration", seconds(left), seconds(right)));
        rows.add(setting("rooms", rooms(left), rooms(right)));
        rows.add(setting("network", network(left), network(right)));
        rows.add(setting("verdict", ReportLines.headline(left), ReportLines.headline(right)));
        Map<String, Measure> leftMeasures = byName(left);
        Map<String, Measure> rightMeasures = byName(right);
        Map<String, Measure> all = new LinkedHashMap<>(leftMeasures);
        rightMeasures.forEach(all::putIfAbsent);
        all.forEach((name, measure) ->
                rows.add(measured(name, measure.unit(), leftMeasures.get(name), rightMeasures.get(name))));
        return rows;
    }

    /** A table for a terminal, with a line break after each line. */
    public String table() {
        List<Row> rows = new ArrayList<>(rows());
        rows.add(0, new Row("Comparison", leftName, rightName, "difference", ""));
        int[] widths = IntStream.range(0, COLUMNS)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.cells().get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row.cells(), widths)).collect(Collectors.joining());
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < COLUMNS; column++) {
            String cell = cells.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            boolean toTheRight = column > 0 && column < COLUMNS - 1;
            line.append(toTheRight ? space + cell : cell + space).append("  ");
        }
        return line.toString().stripTrailing() + "\n";
    }

    private static Row setting(String label, String left, String right) {
        return new Row(label, left, right, left.equals(right) ? "" : "differs", "");
    }

    private static Row measured(String label, String unit, Measure left, Measure right) {
        String difference = left == null || right == null ? NOTHING : signed(right.value() - left.value());
        return new Row(label, text(left), text(right), difference, unit);
    }

    private static String signed(double difference) {
        return (difference > 0 ? "+" : "") + ReportLines.number(difference);
    }

    private static String text(Measure measure) {
        return measure == null ? NOTHING : ReportLines.number(measure.value());
    }

    private static Map<String, Measure> byName(Report report) {
        Map<String, Measure> measures = new LinkedHashMap<>();
        Measure.of(report).forEach(measure -> measures.put(measure.name(), measure));
        if (report.acrossSeeds() != null) {
            report.acrossSeeds()
                    .measures()
                    .forEach(mean -> measures.put(mean.name(), new Measure(mean.name(), mean.unit(), mean.mean())));
        }
        return measures;
    }

    private static String seeds(Report report) {
        return report.acrossSeeds() == null
                ? Long.toString(report.seed())
                : report.acrossSeeds().seeds().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static String seconds(Report report) {
        return ReportLines.number(report.durationSeconds()) + " s";
    }

    private static String rooms(Report report) {
        return report.scenario().rooms() + " of " + report.scenario().roomSize();
    }

    private static String network(Report report) {
        return report.scenario().network() == null ? NOTHING : report.scenario().network();
    }
}

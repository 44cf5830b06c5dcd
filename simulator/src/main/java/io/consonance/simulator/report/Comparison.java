package io.consonance.simulator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two runs side by side; of several seeds the means with their confidence intervals. Immutable.
 *
 * @param leftName what the first run is called
 * @param left the first run
 * @param rightName what the other run is called
 * @param right the other run
 */
public record Comparison(String leftName, Report left, String rightName, Report right) {

    private static final String NOTHING = "-";
    private static final int COLUMNS = 5;
    private static final int MOST_DECIMALS = 3;

    /** What the intervals mean. */
    static final String INTERVALS =
            "±: 95 % confidence interval of a mean over seeds, and of the difference of two such"
                    + " means (seed by seed where both runs have the same seeds)";

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
        Map<String, AcrossSeeds.Interval> leftMeans = means(left);
        Map<String, AcrossSeeds.Interval> rightMeans = means(right);
        all.forEach((name, measure) -> rows.add(new Row(
                name,
                value(leftMeasures.get(name), leftMeans.get(name)),
                value(rightMeasures.get(name), rightMeans.get(name)),
                difference(leftMeasures.get(name), rightMeasures.get(name), leftMeans.get(name), rightMeans.get(name)),
                measure.unit())));
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
        String lines = rows.stream().map(row -> line(row.cells(), widths)).collect(Collectors.joining());
        return left.acrossSeeds() == null && right.acrossSeeds() == null ? lines : lines + "\n" + INTERVALS + "\n";
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

    private static String value(Measure one, AcrossSeeds.Interval mean) {
        return mean != null ? text(mean) : one != null ? ReportLines.number(one.value()) : NOTHING;
    }

    private String difference(
            Measure leftOne, Measure rightOne, AcrossSeeds.Interval leftMean, AcrossSeeds.Interval rightMean) {
        if (leftOne == null || rightOne == null) {
            return NOTHING;
        }
        if (leftMean == null || rightMean == null) {
            double difference = rightOne.value() - leftOne.value();
            return (difference > 0 ? "+" : "") + ReportLines.number(difference);
        }
        boolean sameSeeds =
                left.acrossSeeds().seeds().equals(right.acrossSeeds().seeds());
        AcrossSeeds.Interval difference = AcrossSeeds.difference(leftMean, rightMean, sameSeeds);
        return (difference.mean() > 0 ? "+" : "") + text(difference);
    }

    /** To two digits of what the mean is uncertain by. */
    private static String text(AcrossSeeds.Interval mean) {
        double half = (mean.high() - mean.low()) / 2;
        int decimals = half <= 0
                ? MOST_DECIMALS
                : (int) Math.max(0, Math.min(MOST_DECIMALS, 1 - Math.floor(Math.log10(half))));
        return half <= 0
                ? ReportLines.number(mean.mean())
                : String.format(Locale.ROOT, "%." + decimals + "f ± %." + decimals + "f", mean.mean(), half);
    }

    private static Map<String, AcrossSeeds.Interval> means(Report report) {
        return report.acrossSeeds() == null
                ? Map.of()
                : report.acrossSeeds().measures().stream()
                        .collect(Collectors.toMap(AcrossSeeds.Interval::name, mean -> mean));
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

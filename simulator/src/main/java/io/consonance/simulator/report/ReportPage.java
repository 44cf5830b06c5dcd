package io.consonance.simulator.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one HTML page that needs no network: charts, code and numbers are all inside. Stateless. */
public final class ReportPage {

    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

    private ReportPage() {}

    /** The page of one run. */
    public static String of(Report report) {
        String page = resource("report.html")
                .replace("@@TITLE@@", escape(title(report)))
                .replace("@@VERDICT_CLASS@@", report.passed() && !ReportLines.isEmpty(report) ? "passed" : "failed")
                .replace("@@HEADLINE@@", escape(ReportLines.headline(report)))
                .replace("@@LINES@@", rows(ReportLines.of(report)))
                .replace("@@THRESHOLDS@@", rows(ReportLines.thresholds(report)))
                .replace("@@HOW@@", report.mode().equals("live") ? "over real sockets" : "in virtual time")
                .replace("@@STARTED@@", escape(report.run().process().startedAt()));
        return withInside(page, report, "report.js");
    }

    /** The page of two runs side by side. */
    public static String of(Comparison comparison) {
        String page = resource("comparison.html")
                .replace("@@LEFT@@", escape(comparison.leftName()))
                .replace("@@RIGHT@@", escape(comparison.rightName()))
                .replace("@@ROWS@@", comparedRows(comparison.rows()));
        return withInside(page, comparison, "comparison.js");
    }

    /** Last, and at their only places: what they bring may look like a placeholder. */
    private static String withInside(String page, Object data, String script) {
        String whole = replaceOnce(page, "@@STYLE@@", resource("page.css"));
        whole = replaceOnce(whole, "@@DATA@@", ReportJson.forScript(data));
        whole = replaceOnce(whole, "@@CHARTS@@", resource("charts.js"));
        whole = replaceOnce(whole, "@@SCRIPT@@", resource(script));
        return replaceOnce(whole, "@@ECHARTS@@", resource(ECHARTS));
    }

    private static String comparedRows(List<Comparison.Row> compared) {
        StringBuilder rows = new StringBuilder();
        for (Comparison.Row row : compared) {
            rows.append("<tr><th scope=\"row\">").append(escape(row.label())).append("</th>");
            for (String cell : List.of(row.left(), row.right(), row.difference())) {
                rows.append("<td class=\"number\">").append(escape(cell)).append("</td>");
            }
            rows.append("<td>").append(escape(row.unit())).append("</td></tr>\n");
        }
        return rows.toString();
    }

    private static String title(Report report) {
        String name = report.scenario().name();
        return "Consonance: " + (name.equals("default") ? "" : name + ", ")
                + report.scenario().peers() + " peers in rooms of "
                + report.scenario().roomSize();
    }

    private static String rows(List<ReportLines.Line> lines) {
        StringBuilder rows = new StringBuilder();
        for (ReportLines.Line line : lines) {
            rows.append("<tr><th scope=\"row\">")
                    .append(escape(line.label()))
                    .append("</th><td>")
                    .append(escape(line.value()))
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String replaceOnce(String page, String placeholder, String value) {
        int at = page.indexOf(placeholder);
        return page.substring(0, at) + value + page.substring(at + placeholder.length());
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

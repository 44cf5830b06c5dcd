package io.consonance.simulator.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one HTML page that needs no network: charts, code and numbers are all inside. Stateless. */
public final class ReportPage {

    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";
    private static final String TEMPLATE = "report.html";

    private ReportPage() {}

    /** The whole page. */
    public static String of(Report report) {
        String page = resource(TEMPLATE)
                .replace("@@TITLE@@", escape(title(report)))
                .replace("@@VERDICT_CLASS@@", report.passed() ? "passed" : "failed")
                .replace("@@HEADLINE@@", escape(ReportLines.headline(report)))
                .replace("@@LINES@@", rows(ReportLines.of(report)))
                .replace("@@THRESHOLDS@@", rows(ReportLines.thresholds(report)))
                .replace("@@HOW@@", report.mode().equals("live") ? "over real sockets" : "in virtual time")
                .replace("@@STARTED@@", escape(report.run().startedAt()));
        // last, and at their only places: what they bring may look like a placeholder
        return replaceOnce(
                replaceOnce(page, "@@DATA@@", ReportJson.forScript(report)), "@@ECHARTS@@", resource(ECHARTS));
    }

    private static String title(Report report) {
        return "Consonance: " + report.scenario().peers() + " peers in rooms of "
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

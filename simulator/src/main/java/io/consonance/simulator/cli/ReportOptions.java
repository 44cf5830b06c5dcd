package io.consonance.simulator.cli;

import io.consonance.simulator.report.Comparison;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportCsv;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.report.ReportPage;
import io.consonance.simulator.report.ReportTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where {@code simulate} writes its report to, and in which forms. */
final class ReportOptions {

    private static final Path DEFAULT_PAGE = Path.of("consonance-report.html");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON (docs/report-format.md).")
    private Path json;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write the report as CSV, one value per line, for spreadsheets and statistics programs.")
    private Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write the report as a page with charts (default, if no file is named: consonance-report.html).")
    private Path html;

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "FILE",
            description =
                    "Simulate nothing: show two reports, written with --json, side by side; with --html as a page too.")
    private Path[] compared;

    boolean isComparison() {
        return compared != null;
    }

    /** Refuses files that cannot be written, before anybody waits for a run. */
    void check(CommandSpec spec) {
        ReportFile.requireWritable(spec, "--json", json);
        ReportFile.requireWritable(spec, "--csv", csv);
        ReportFile.requireWritable(spec, "--html", page());
        refuseSame(spec, "--json", json, "--csv", csv);
        refuseSame(spec, "--json", json, "--html", html);
        refuseSame(spec, "--csv", csv, "--html", html);
        if (isComparison() && (json != null || csv != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--compare goes with --html only: the JSON and CSV of both runs are there already");
        }
    }

    /** The table to {@code out}, the files, and a line about each to {@code err}. */
    void write(Report report, PrintWriter out, PrintWriter err) throws IOException {
        out.print(ReportTable.of(report));
        out.flush();
        write(json, ReportJson.of(report), err);
        write(csv, ReportCsv.of(report), err);
        write(page(), ReportPage.of(report), err);
    }

    /** Reads both reports and shows them. */
    void compare(PrintWriter out, PrintWriter err) throws IOException {
        Comparison comparison = new Comparison(
                compared[0].toString(),
                ReportJson.read(compared[0]),
                compared[1].toString(),
                ReportJson.read(compared[1]));
        out.print(comparison.table());
        out.flush();
        write(html, ReportPage.of(comparison), err);
    }

    private Path page() {
        return html != null || json != null || csv != null || isComparison() ? html : DEFAULT_PAGE;
    }

    private static void write(Path file, String content, PrintWriter err) throws IOException {
        if (file != null) {
            Files.writeString(file, content);
            err.println("report written to " + file);
            err.flush();
        }
    }

    private static void refuseSame(CommandSpec spec, String first, Path one, String second, Path other) {
        if (one != null
                && other != null
                && one.toAbsolutePath()
                        .normalize()
                        .equals(other.toAbsolutePath().normalize())) {
            throw new ParameterException(
                    spec.commandLine(), first + " and " + second + " name the same file, " + one + ": use two");
        }
    }
}

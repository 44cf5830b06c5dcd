package io.consonance.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    private Path folder;

    @Test
    void shouldPutBothRunsAndTheirDifferenceOnALine() {
        Comparison comparison =
                new Comparison("a.json", SampleReports.passed(), "b.json", SampleReports.withoutLoss(4_243));

        assertThat(comparison.rows())
                .contains(new Comparison.Row("seed", "4242", "4243", "differs", ""))
                .contains(new Comparison.Row("duration", "30 s", "30 s", "", ""))
                .contains(new Comparison.Row("lost", "0.023", "0", "-0.023", "%"))
                .contains(new Comparison.Row("peers joined", "499", "499", "0", "peers"));
        assertThat(comparison.table().lines().findFirst().orElseThrow())
                .matches("Comparison +a\\.json +b\\.json +difference");
    }

    @Test
    void shouldCompareMeansWhereThereAreSeveralSeeds() {
        Report first = SampleReports.passed();
        Report both = AcrossSeeds.together(List.of(first, SampleReports.withoutLoss(4_243)));

        assertThat(new Comparison("a", first, "b", both).rows())
                .contains(new Comparison.Row("lost", "0.023", "0.01 ± 0.14", "-0.011", "%"))
                .contains(new Comparison.Row("seed", "4242", "4242, 4243", "differs", ""))
                .noneMatch(row -> row.difference().equals("-0"));
    }

    @Test
    void shouldSayHowFarTheDifferenceOfMeansCanBeTrusted() {
        Report left = AcrossSeeds.together(List.of(SampleReports.passed(), SampleReports.withoutLoss(4_243)));
        Report right = AcrossSeeds.together(List.of(SampleReports.withoutLoss(1), SampleReports.withoutLoss(2)));
        Comparison comparison = new Comparison("a", left, "b", right);

        assertThat(comparison.rows())
                .contains(new Comparison.Row("lost", "0.01 ± 0.14", "0", "-0.01 ± 0.14", "%"))
                .contains(new Comparison.Row("deliveries expected", "600123", "600123", "0", "frames"));
        assertThat(comparison.table()).contains("95 % confidence interval");
    }

    @Test
    void shouldBeAPageThatNeedsNothingFromOutside() {
        String page = ReportPage.of(
                new Comparison("a<b>.json", SampleReports.passed(), "b.json", SampleReports.withoutLoss(1)));

        assertThat(page).contains("a&lt;b&gt;.json", "echarts").doesNotContain("@@", "src=\"http", "<link", "a<b>");
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), ReportJson.of(SampleReports.passed()));

        assertThat(ReportJson.of(ReportJson.read(file))).isEqualTo(ReportJson.of(SampleReports.passed()));
    }

    @Test
    void shouldReadWhatALaterProgramAdded() throws IOException {
        String more = ReportJson.of(SampleReports.passed()).replaceFirst("\\{", "{ \"aNewField\" : [ 1 ],");

        assertThat(ReportJson.read(Files.writeString(folder.resolve("a.json"), more))
                        .seed())
                .isEqualTo(4_242);
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatIsNoReport() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"schema\": \"consonance-report/9\"}");
        Path damaged = Files.writeString(folder.resolve("damaged.json"), "{\"schema\": ");

        assertThatThrownBy(() -> ReportJson.read(folder.resolve("none.json")))
                .hasMessage(folder.resolve("none.json") + ": no such file");
        assertThatThrownBy(() -> ReportJson.read(other))
                .hasMessageContaining("consonance-report/1")
                .hasMessageContaining("consonance-report/9");
        assertThatThrownBy(() -> ReportJson.read(damaged))
                .isInstanceOf(IOException.class)
                .hasMessage(damaged + ": no report; use what simulate --json wrote");
    }
}

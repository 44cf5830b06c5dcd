package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@EnabledOnOs(OS.LINUX)
class RelayCommandTest {

    @ParameterizedTest
    @CsvSource({
        "--repeats,0",
        "--seconds,0.01",
        "--copies,0",
        "--copies,251",
        "--core,-2",
        "--core,x",
        "--relays,d",
        "--relays,'c,c'",
        "--relays,'murmur,host'"
    })
    void shouldRefuseWhatItCannotMeasureAndNameIt(String option, String value) {
        StringWriter err = new StringWriter();
        int exit =
                new CommandLine(new RelayCommand()).setErr(new PrintWriter(err)).execute(option, value);
        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains(option);
    }

    @Test
    void shouldMakeAPageThatNeedsNoNetwork() throws Exception {
        Row row = new Row("paced", 8, "</script>", 1, new Spread(1, 1, 1), 1, 1, 1, 1, 0, 1, 2, 3);
        RelayReport report =
                new RelayReport("", "", "", 2, 0, "c", 1, 1, List.of(), List.of(row), List.of(row), List.of());
        String page = RelayPage.of(report);
        assertThat(page).contains("echarts").doesNotContain("@@").contains("\\u003c/script>");
        assertThat(RelayTable.of(report))
                .anyMatch(line -> line.startsWith("paced, N = 8"))
                .contains("host against murmur, paced, N = 8: 1.00 (1.00 - 1.00)");
    }
}

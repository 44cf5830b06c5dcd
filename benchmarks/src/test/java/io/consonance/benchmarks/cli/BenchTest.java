package io.consonance.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ExitCode;

class BenchTest {

    @ParameterizedTest
    @CsvSource({
        "rely,unknown command 'rely'; did you mean relay?",
        "relay --json /,--json /: use a file in a folder that can be written to",
        "relay --repeats 0,--repeats must be 1 or more",
        "idle --peers 0,--peers must be 1..60000",
        "idle here,nothing more is expected here: 'here'"
    })
    void shouldSayWhatIsWrongBeforeAnythingIsMeasured(String arguments, String expected) {
        StringWriter err = new StringWriter();
        int exit = Bench.commandLine().setErr(new PrintWriter(err)).execute(arguments.split(" "));
        assertThat(exit).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith(expected).hasLineCount(2).contains("--help' shows what there is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-V", "relay -V", "idle -V", "jmh -V"})
    void shouldSayWhatItWasBuiltFrom(String arguments) {
        StringWriter out = new StringWriter();
        int exit = Bench.commandLine().setOut(new PrintWriter(out)).execute(arguments.split(" "));
        assertThat(exit).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("consonance ").contains("commit");
    }
}

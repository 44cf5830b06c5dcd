package io.consonance.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ExitCode;

class BenchTest {

    @ParameterizedTest
    @ValueSource(strings = {"-V", "relay -V", "idle -V", "jmh -V"})
    void shouldSayWhatItWasBuiltFrom(String arguments) {
        StringWriter out = new StringWriter();
        int exit = Bench.commandLine().setOut(new PrintWriter(out)).execute(arguments.split(" "));
        assertThat(exit).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("consonance ").contains("commit");
    }
}

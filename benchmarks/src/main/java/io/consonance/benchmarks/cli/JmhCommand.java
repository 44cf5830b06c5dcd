package io.consonance.benchmarks.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** {@code bench jmh}: hands over to JMH's own command line. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "Run the micro benchmarks with garbage per operation (JMH's gc profiler).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:a benchmark failed", "2:a wrong option"})
public final class JmhCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "PATTERN",
            description =
                    "Regular expressions of benchmarks' names, such as Codec; without any, all run (about ten minutes)."
                            + " After `--`, JMH's own options, such as -lp.")
    private List<String> patterns = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-prof", "gc", "-foe", "true"));
        arguments.addAll(patterns);
        Main.main(arguments.toArray(String[]::new));
        return ExitCode.OK;
    }
}

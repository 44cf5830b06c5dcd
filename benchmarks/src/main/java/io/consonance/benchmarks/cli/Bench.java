package io.consonance.benchmarks.cli;

import io.consonance.benchmarks.idle.IdleCommand;
import io.consonance.benchmarks.relay.RelayCommand;
import io.consonance.simulator.cli.BuildInfo;
import io.consonance.simulator.cli.Refusal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./consonance bench}. */
@Command(
        name = "consonance bench",
        mixinStandardHelpOptions = true,
        description = "Measure what the project claims; benchmarks/README.md says how to read it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RelayCommand.class, IdleCommand.class, JmhCommand.class})
public final class Bench {

    private Bench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program as picocli knows it. */
    static CommandLine commandLine() {
        CommandLine bench = new CommandLine(new Bench());
        setVersion(bench);
        bench.getSubcommands().values().forEach(Bench::setVersion);
        return bench.setParameterExceptionHandler(
                new Refusal(bench.getSubcommands().keySet()));
    }

    private static void setVersion(CommandLine command) {
        command.getCommandSpec().version("consonance " + BuildInfo.load());
    }
}

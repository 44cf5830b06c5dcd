package io.consonance.simulator.cli;

import io.consonance.actors.cli.DrainCommand;
import io.consonance.actors.cli.HostCommand;
import io.consonance.audio.cli.JoinCommand;
import io.consonance.audio.cli.RecordCommand;
import io.consonance.simulator.inspect.InspectCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code consonance} program. */
@Command(
        name = "consonance",
        mixinStandardHelpOptions = true,
        versionProvider = Consonance.Version.class,
        description = "Host, peer and simulator for the Dissonance voice protocol.",
        synopsisSubcommandLabel = "COMMAND",
        footer = "%nBenchmarks, from a source tree: consonance bench --help",
        subcommands = {
            HostCommand.class,
            DrainCommand.class,
            JoinCommand.class,
            RecordCommand.class,
            SimulateCommand.class,
            WorkerCommand.class,
            InspectCommand.class,
            HelpCommand.class
        })
public final class Consonance {

    private Consonance() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The program as picocli knows it. */
    static CommandLine commandLine() {
        return new CommandLine(new Consonance()).setParameterExceptionHandler(Consonance::refuse);
    }

    /** Says what is wrong and where the help is; all of the help would push the mistake off the screen. */
    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        if (command.getParent() == null) {
            command.usage(err);
        } else {
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"consonance " + BuildInfo.load()};
        }
    }
}

package io.consonance.simulator.cli;

import io.consonance.actors.cli.DrainCommand;
import io.consonance.actors.cli.HostCommand;
import io.consonance.audio.cli.JoinCommand;
import io.consonance.audio.cli.RecordCommand;
import io.consonance.simulator.inspect.InspectCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The {@code consonance} program. */
@Command(
        name = "consonance",
        mixinStandardHelpOptions = true,
        versionProvider = Consonance.Version.class,
        description = "Host, peer and simulator for the Dissonance voice protocol.",
        synopsisSubcommandLabel = "COMMAND",
        footer = "%nBenchmarks, from a source tree: consonance bench --help")
public final class Consonance {

    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("host", HostCommand.class);
        COMMANDS.put("drain", DrainCommand.class);
        COMMANDS.put("join", JoinCommand.class);
        COMMANDS.put("record", RecordCommand.class);
        COMMANDS.put("simulate", SimulateCommand.class);
        COMMANDS.put("worker", WorkerCommand.class);
        COMMANDS.put("inspect", InspectCommand.class);
        COMMANDS.put("help", HelpCommand.class);
    }

    private Consonance() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * The program as picocli knows it, ready for these arguments. Reading the options of every command takes a part of a
     * host's start that is felt, so a command that stands first is the only one that is read.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine program = new CommandLine(new Consonance());
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean alone = COMMANDS.containsKey(first) && COMMANDS.get(first) != HelpCommand.class;
        COMMANDS.forEach((name, command) -> {
            if (!alone || first.equals(name)) {
                program.addSubcommand(command);
            }
        });
        return program.setParameterExceptionHandler(new Refusal(COMMANDS.keySet()));
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"consonance " + BuildInfo.load()};
        }
    }
}

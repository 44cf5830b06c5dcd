package io.consonance.simulator.cli;

import io.consonance.actors.cli.DrainCommand;
import io.consonance.actors.cli.HostCommand;
import io.consonance.audio.cli.JoinCommand;
import io.consonance.audio.cli.RecordCommand;
import io.consonance.simulator.inspect.InspectCommand;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        return program.setParameterExceptionHandler(Consonance::refuse);
    }

    /** Says what is wrong and where the help is; all of the help would push the mistake off the screen. */
    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        boolean program = command.getParent() == null;
        if (arguments.length == 0) {
            command.usage(err);
        } else if (program && mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            err.println(unknownCommand(unmatched));
        } else {
            err.println(plain(mistake.getMessage()));
            UnmatchedArgumentException.printSuggestions(mistake, err);
        }
        if (arguments.length > 0) {
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The parser finds something similar for any word at all; who mistypes one has its first letter right. */
    private static String unknownCommand(UnmatchedArgumentException mistake) {
        String word = mistake.getUnmatched().get(0);
        List<String> similar = mistake.getSuggestions().stream()
                .map(suggestion -> suggestion.substring(suggestion.lastIndexOf(' ') + 1))
                .filter(command -> !word.isEmpty() && command.charAt(0) == word.charAt(0))
                .toList();
        return "unknown command '" + word + "'"
                + (similar.isEmpty()
                        ? "; there are " + String.join(", ", COMMANDS.keySet())
                        : "; did you mean " + String.join(" or ", similar) + "?");
    }

    /** The parser speaks of its own types, and says "option" twice where a value has a key. */
    private static String plain(String message) {
        return message.replaceAll("is not an? (int|long)$", "is not a whole number")
                .replace("option option", "option");
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"consonance " + BuildInfo.load()};
        }
    }
}

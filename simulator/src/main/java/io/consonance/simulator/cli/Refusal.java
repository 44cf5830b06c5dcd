package io.consonance.simulator.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line and where the help is; all of the help would push the mistake off the screen. Stateless. */
public final class Refusal implements IParameterExceptionHandler {

    private static final Pattern TYPE = Pattern.compile("is not an? (int|long)$");
    private static final Pattern UNMATCHED = Pattern.compile("^Unmatched arguments? (at|from) index \\d+: ");

    private final Collection<String> commands;

    /** For a program with these commands. */
    public Refusal(Collection<String> commands) {
        this.commands = List.copyOf(commands);
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        if (arguments.length == 0) {
            command.usage(err);
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        boolean program = command.getParent() == null;
        if (program && mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            err.println(unknownCommand(unmatched));
        } else {
            err.println(plain(mistake.getMessage()));
            UnmatchedArgumentException.printSuggestions(mistake, err);
        }
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The parser finds something similar for any word at all; who mistypes one has its first letter right. */
    private String unknownCommand(UnmatchedArgumentException mistake) {
        String word = mistake.getUnmatched().get(0);
        List<String> similar = mistake.getSuggestions().stream()
                .map(suggestion -> suggestion.substring(suggestion.lastIndexOf(' ') + 1))
                .filter(command -> !word.isEmpty() && command.charAt(0) == word.charAt(0))
                .toList();
        return "unknown command '" + word + "'"
                + (similar.isEmpty()
                        ? "; there are " + String.join(", ", commands)
                        : "; did you mean " + String.join(" or ", similar) + "?");
    }

    /** The parser speaks of its own types and counts, and says "option" twice where a value has a key. */
    private static String plain(String message) {
        String withoutCount = UNMATCHED.matcher(message).replaceFirst("nothing more is expected here: ");
        return TYPE.matcher(withoutCount).replaceFirst("is not a whole number").replace("option option", "option");
    }
}

package io.consonance.simulator.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that something is to be written to when it is over. Stateless. */
public final class ReportFile {

    private ReportFile() {}

    /** Refuses one that cannot be written, before anybody waits for what it is about; null is none. */
    public static void requireWritable(CommandSpec spec, String option, Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + file + ": use a file in a folder that can be written to");
        }
    }
}

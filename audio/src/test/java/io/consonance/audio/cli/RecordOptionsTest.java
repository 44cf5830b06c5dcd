package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anybody is asked. */
class RecordOptionsTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayWhyAFolderCannotBeMade() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "a file");

        assertThat(record("--room", "Lobby", "--dir", file + "/deeper")).isEqualTo(2);
        assertThat(err.toString()).contains("--dir " + file + "/deeper cannot be made: " + file + " is a file");
        err.getBuffer().setLength(0);
        assertThat(record("--room", "Lobby", "--dir", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--dir " + file + " cannot be made: " + file + " is a file");
    }

    @Test
    void shouldRefuseAnEmptyName() {
        assertThat(record("--name", " ", "--room", "Lobby", "--dir", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--name and --room: use names that are not empty");
    }

    private int record(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "127.0.0.1:1";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return new CommandLine(new RecordCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}

package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.device.WavOutput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anybody is asked. */
class JoinOptionsTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void shouldNameWhatASoundCanBeProcessedFor() {
        assertThat(join("--process", "echo,hum")).isEqualTo(2);
        assertThat(err.toString()).contains("--process", "'hum': use echo, noise or gain");
    }

    @Test
    void shouldRefuseToProcessAFile() {
        assertThat(join("--process", "noise,gain", "--in", "speech.wav")).isEqualTo(2);
        assertThat(err.toString()).contains("--process is for the microphone, --in takes its place");
    }

    @Test
    void shouldRefuseToWriteToTheFileItReads() throws Exception {
        Path same = tone("same.wav");
        byte[] before = Files.readAllBytes(same);

        assertThat(join("--in", same.toString(), "--out", folder + "/./same.wav"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("same.wav is the file that --in reads; use another one");
        assertThat(same).hasBinaryContent(before);
    }

    @Test
    void shouldRefuseToReplaceAFile() throws Exception {
        Path there = tone("there.wav");

        assertThat(join("--in", tone("in.wav").toString(), "--out", there.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(there + " is there already; remove it or use another file");
    }

    @Test
    void shouldRefuseAnEmptyName() {
        assertThat(new CommandLine(new JoinCommand())
                        .setErr(new PrintWriter(err, true))
                        .execute("127.0.0.1:1", "--name", "", "--room", "Lobby"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--name and --room: use names that are not empty");
    }

    @Test
    void shouldRefuseADeviceThatIsNotThere() {
        assertThat(join("--device-in", "no such thing")).isEqualTo(2);
        assertThat(join("--device-out", "no such thing")).isEqualTo(2);
        assertThat(err.toString())
                .contains("no microphone is called \"no such thing\"; there ")
                .contains("no speaker is called \"no such thing\"; there ");
    }

    private Path tone(String name) throws Exception {
        Path file = folder.resolve(name);
        try (WavOutput wav = WavOutput.create(file)) {
            wav.padTo(480);
        }
        return file;
    }

    private int join(String... options) {
        CommandLine join = new CommandLine(new JoinCommand()).setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"127.0.0.1:1", "--name", "Ann", "--room", "Lobby"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return join.execute(arguments);
    }
}

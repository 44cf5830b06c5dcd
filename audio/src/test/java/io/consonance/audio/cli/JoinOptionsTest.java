package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is refused before anybody is asked. */
class JoinOptionsTest {

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

    private int join(String... options) {
        CommandLine join = new CommandLine(new JoinCommand()).setErr(new PrintWriter(err, true));
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"127.0.0.1:1", "--name", "Ann", "--room", "Lobby"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return join.execute(arguments);
    }
}

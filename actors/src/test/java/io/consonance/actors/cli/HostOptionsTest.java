package io.consonance.actors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is refused before anything listens. */
class HostOptionsTest {

    private final StringWriter err = new StringWriter();

    @Test
    void shouldRefuseASettingThatIsNotItsOwn() {
        int code = new CommandLine(new HostCommand())
                .setErr(new PrintWriter(err, true))
                .execute("--bind", "no.such.host.invalid", "--set", "pekko.loglevel=FOO");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("--set pekko.loglevel: use a key of reference.conf; they begin with consonance.")
                .doesNotContain("\tat ");
    }
}

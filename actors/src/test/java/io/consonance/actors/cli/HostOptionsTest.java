package io.consonance.actors.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is refused before anything listens. */
class HostOptionsTest {

    private final StringWriter err = new StringWriter();

    @Test
    void shouldNameTheDefaultsThatAreTrue() {
        Config host = ConfigFactory.load().getConfig("consonance.host");

        assertThat(new CommandLine(new HostCommand()).getUsageMessage().replaceAll("\\s+", " "))
                .contains("(default: consonance.host.bind, " + host.getString("bind") + ")")
                .contains("(default: consonance.host.port, " + host.getInt("port") + ")");
    }

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

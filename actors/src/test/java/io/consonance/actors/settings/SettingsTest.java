package io.consonance.actors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    /** What the message calls allowed has to be, written as the message writes it. */
    private static List<String> endsOf(String allowed) {
        return allowed.contains(" .. ")
                ? List.of(allowed.replace(" in whole seconds", "").split(" \\.\\. "))
                : List.of();
    }

    private static Settings with(String key, String value) {
        return Settings.of(Settings.with(ConfigFactory.load(), Map.of(key, value)));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,''", "::,''", "192.0.2.1,0.0.0.0"})
    void shouldRefuseANodeThatWouldSendPeersToEveryAddress(String bind, String voiceAddress) {
        Map<String, String> changes = Map.of(
                "consonance.cluster.enabled",
                "on",
                "consonance.host.bind",
                bind,
                "consonance.cluster.voice-address",
                voiceAddress);

        assertThatThrownBy(() -> Settings.of(Settings.with(ConfigFactory.load(), changes)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.cluster.voice-address")
                .hasMessageContaining("one address that peers can reach");
    }

    @Test
    void shouldReadTheDefaultsAsTheProtocolPagesNameThem() {
        Settings settings = Settings.load();

        assertThat(settings.session().idQuarantine()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.session().emptySessionLinger()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.session().handshakeState()).isEqualTo("auto");
        assertThat(settings.session().loopback()).isFalse();
        assertThat(settings.session().nameTakeover()).isTrue();
        assertThat(settings.session().createOnJoin()).isTrue();
        assertThat(settings.session().maxSessions()).isEqualTo(10_000);
        assertThat(settings.host().keepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.host().handshakeDeadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.host().sendQueueBytes()).isEqualTo(1 << 20);
        assertThat(settings.host().stall()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.host().credentialRequired()).isFalse();
        assertThat(settings.relay().receiveBufferBytes()).isEqualTo(4 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "consonance.session.id-quarantine|-1 s|0 s .. 24 h",
                "consonance.session.id-quarantine|25 h|0 s .. 24 h",
                "consonance.session.id-quarantine|soon|0 s .. 24 h",
                "consonance.session.handshake-state|lists|one of auto, inline, separate",
                "consonance.session.loopback|maybe|on or off",
                "consonance.session.name-takeover|2|on or off",
                "consonance.session.create-on-join|sometimes|on or off",
                "consonance.session.max-sessions|0|1 .. 1000000",
                "consonance.session.empty-session-linger|25 h|0 s .. 24 h",
                "consonance.session.max-clients|65536|1 .. 65535",
                "consonance.session.max-client-name-bytes|901|1 .. 900",
                "consonance.session.max-room-name-bytes|0|1 .. 1000",
                "consonance.session.max-rooms-per-client|0|1 .. 65535",
                "consonance.session.speaking-hold|1 ms|100 ms .. 1 minute",
                "consonance.host.bind|''|a text that is not empty",
                "consonance.host.port|65536|0 .. 65535",
                "consonance.host.port|-1|0 .. 65535",
                "consonance.host.port|seven|0 .. 65535",
                "consonance.host.udp|perhaps|on or off",
                "consonance.host.accept-backlog|0|1 .. 65535",
                "consonance.host.max-connections|0|1 .. 1000000",
                "consonance.host.max-connects-per-second|-1|0 .. 100000",
                "consonance.host.keep-alive|1500 ms|1 s .. 1 h in whole seconds",
                "consonance.host.keep-alive|0 s|1 s .. 1 h",
                "consonance.host.handshake-deadline|11 minutes|100 ms .. 10 minutes",
                "consonance.host.max-damaged-per-minute|0|1 .. 1000000",
                "consonance.host.send-queue|1 KiB|64 KiB .. 1 GiB",
                "consonance.host.send-queue|2 GiB|64 KiB .. 1 GiB",
                "consonance.host.stall|0 s|100 ms .. 10 minutes",
                "consonance.host.close-linger|61 s|0 s .. 1 minute",
                "consonance.host.p2p-candidates|no way|on or off",
                "consonance.relay.islands|65|0 .. 64",
                "consonance.relay.receive-buffer|much|64 KiB .. 1 GiB",
                "consonance.relay.send-buffer|1|64 KiB .. 1 GiB",
                "consonance.relay.batch|0|1 .. 1024",
                "consonance.client.connect-timeout|0 s|100 ms .. 10 minutes",
                "consonance.client.handshake-retry|1 h|100 ms .. 10 minutes",
                "consonance.client.udp|x|on or off",
                "consonance.client.p2p|x|on or off",
                "consonance.client.join-timeout|0 s|100 ms .. 10 minutes",
                "consonance.client.direct-ping|2 minutes|100 ms .. 1 minute",
                "consonance.client.reconnect|x|on or off",
                "consonance.client.reconnect-min|1 ms|10 ms .. 10 minutes",
                "consonance.client.reconnect-max|2 h|10 ms .. 1 h",
                "consonance.client.reconnect-max|100 ms|not below consonance.client.reconnect-min",
                "consonance.client.reconnect-jitter|1.5|0.0 .. 1.0",
                "consonance.client.reconnect-reset|2 h|0 s .. 1 h",
                "consonance.client.send-queue|1|16 .. 1000000",
                "consonance.client.receive-buffer|1 B|8 KiB .. 1 GiB",
                "consonance.client.threads|0|1 .. 256",
            })
    void shouldRefuseAWrongValueWithItsKeyAndRange(String key, String value, String allowed) {
        assertThatThrownBy(() -> with(key, value)).isInstanceOfSatisfying(InvalidSettingException.class, e -> {
            assertThat(e.key()).isEqualTo(key);
            assertThat(e.value()).isEqualTo("\"" + value + "\"");
            assertThat(e.allowed()).isEqualTo(allowed);
            assertThat(e.getMessage()).contains(key, value, allowed).doesNotContain("\n");
        });
    }

    @ParameterizedTest
    @CsvSource({"0,0", "any,0", "24 h,86400"})
    void shouldAcceptTheEndsOfARange(String value, long seconds) {
        if (value.equals("any")) {
            assertThat(with("consonance.host.port", "0").host().port()).isZero();
            assertThat(with("consonance.host.port", "65535").host().port()).isEqualTo(65_535);
        } else {
            assertThat(with("consonance.session.id-quarantine", value).session().idQuarantine())
                    .isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void shouldRefuseAnUnknownKeyAndNameItsSiblings() {
        assertThatThrownBy(() -> with("consonance.host.prot", "1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.host.prot")
                .hasMessageContaining("port");
        assertThatThrownBy(() -> with("consonance.nothing", "1")).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> with("host.port", "1")).isInstanceOf(InvalidSettingException.class);
        assertThatThrownBy(() -> with("consonance.host..port", "1")).isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void shouldRefuseAGroupThatWasReplacedByAValue() {
        assertThatThrownBy(() -> with("consonance.host", "1"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.host");
        Config flattened = ConfigFactory.parseString("consonance = 1").withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> Settings.of(flattened)).isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void shouldNotPrintSecrets() {
        Settings settings = with("consonance.host.credential", "s3cret");

        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void shouldDocumentEveryKeyOfReferenceConf() throws IOException {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Settings.class.getResourceAsStream("/reference.conf")),
                StandardCharsets.UTF_8))) {
            lines = reader.lines().toList();
        }
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).matches("\\s+[a-z0-9-]+ = .*")) {
                assertThat(lines.get(i - 1))
                        .as("comment above %s", lines.get(i))
                        .matches("\\s+# .*");
            }
        }
    }
}

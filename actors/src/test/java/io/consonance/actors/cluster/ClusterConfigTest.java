package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.actors.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node's settings become Pekko's. */
class ClusterConfigTest {
    private static Config with(String key, String value) {
        Config whole = Settings.with(ConfigFactory.load(), Map.of("consonance.cluster." + key, value));
        return ClusterConfig.of(Settings.of(whole).cluster(), whole);
    }

    @Test
    void shouldWriteAddressesAsPekkoReadsThem() {
        assertThat(with("seeds", "one:7410,192.0.2.1:7410,[2001:db8::1]:7410")
                        .getStringList("pekko.cluster.seed-nodes"))
                .containsExactly(
                        "pekko://consonance-host@one:7410",
                        "pekko://consonance-host@192.0.2.1:7410",
                        "pekko://consonance-host@[2001:db8::1]:7410");
        Config alone = with("address", "2001:db8::1");
        assertThat(alone.getString("pekko.remote.artery.canonical.hostname")).isEqualTo("[2001:db8::1]");
        assertThat(alone.getStringList("pekko.cluster.seed-nodes"))
                .containsExactly("pekko://consonance-host@[2001:db8::1]:7410");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "192.0.2.1:port", "2001:db8::1:7410", "192.0.2.1:70000"})
    void shouldRefuseASeedThatIsNoAddressWithAPort(String seed) {
        assertThatThrownBy(() -> with("seeds", seed))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.cluster.seeds")
                .hasMessageContaining(seed)
                .hasMessageContaining("[2001:db8::1]:port");
    }
}

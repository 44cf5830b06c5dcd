package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    @Test
    void shouldComeBackAsClientsOfARealHostDo() {
        Settings defaults = Settings.of(ConfigFactory.defaultReference());

        assertThat(Connections.RETRY_MIN_NANOS)
                .isEqualTo(defaults.client().reconnectMin().toNanos());
        assertThat(Connections.RETRY_MAX_NANOS)
                .isEqualTo(defaults.client().reconnectMax().toNanos());
        assertThat(Connections.RETRY_JITTER).isEqualTo(defaults.client().reconnectJitter());
        assertThat(Connections.GRACE).isEqualTo(defaults.cluster().returnGrace());
    }
}

package io.consonance.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostSettingsTest {

    private static final HostSettings DEFAULTS = HostSettings.defaults();

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(DEFAULTS)
                .isEqualTo(new HostSettings(
                        Duration.ofSeconds(60), HandshakeState.AUTO, false, true, 65_535, 512, 1_000, 256));
    }

    @Test
    void shouldSaySettingValueAndRangeOfWhatItRefuses() {
        assertThatThrownBy(() -> DEFAULTS.withMaxClients(0)).hasMessage("maxClients is 0, allowed 1..65535");
        assertThatThrownBy(() -> DEFAULTS.withMaxClients(65_536)).hasMessage("maxClients is 65536, allowed 1..65535");
        assertThatThrownBy(() -> DEFAULTS.withIdQuarantine(Duration.ofSeconds(-1)))
                .hasMessage("idQuarantine is PT-1S, allowed PT0S..PT24H");
        assertThatThrownBy(() -> limits(901, 1_000, 256)).hasMessageContaining("maxClientNameBytes is 901");
        assertThatThrownBy(() -> limits(512, 1_001, 256)).hasMessageContaining("maxRoomNameBytes is 1001");
        assertThatThrownBy(() -> limits(512, 1_000, 0)).hasMessageContaining("maxRoomsPerClient is 0");
    }

    private static HostSettings limits(int clientNameBytes, int roomNameBytes, int rooms) {
        return new HostSettings(
                Duration.ZERO, HandshakeState.AUTO, false, true, 10, clientNameBytes, roomNameBytes, rooms);
    }
}

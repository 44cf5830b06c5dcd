package io.consonance.actors.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EmbeddedHostIT {
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldCarryOneFrameFromAnnToBob() throws Exception {
        assertThat(EmbeddedHost.run()).isEqualTo("Bob heard Ann say hello");
    }
}

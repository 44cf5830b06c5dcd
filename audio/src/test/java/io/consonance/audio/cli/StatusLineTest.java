package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.audio.client.AudioStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    @Test
    void shouldNotLetANameCommandTheTerminal() {
        AudioStatus status = new AudioStatus(
                false, -60, List.of(new AudioStatus.Speaker("A\u001b[2Jn\u009bn\r", -20, 0.05, 12, 40)));

        assertThat(StatusLine.of(status))
                .isEqualTo("silent   -60 dB | A?[2Jn?n? -20 dB, loss 5.0%, jitter 12 ms, delay 40 ms");
    }
}

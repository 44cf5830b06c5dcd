package io.consonance.audio.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnnouncerBotIT {
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldBeHeardByTheGuest() throws Exception {
        assertThat(AnnouncerBot.run()).isEqualTo("Guest heard Announcer at about 440 Hz");
    }
}

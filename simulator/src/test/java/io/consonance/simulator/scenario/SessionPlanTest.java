package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.talk.SpeakerPlan;
import io.consonance.simulator.talk.TalkPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionPlanTest {

    @Test
    void shouldLetNobodyBeginASpeechThatHasNoTimeToEnd() {
        Duration duration = Duration.ofSeconds(2);
        for (long seed = 0; seed < 300; seed++) {
            TalkPlan talk = Scenarios.talk(8, duration, seed);
            for (int peer = 0; peer < 8; peer++) {
                SpeakerPlan speaker = talk.speaker(peer);
                if (speaker.frames() > 0) {
                    assertThat(speaker.intendedNanos(speaker.frames() - 1))
                            .as("seed %d, peer %d", seed, peer)
                            .isLessThan(duration.toNanos());
                }
            }
        }
    }
}

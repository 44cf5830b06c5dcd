package io.consonance.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the simulator was too late to say. */
class SpeechTest {
    private static final long MILLI = 1_000_000;

    private final Speech speech = new Speech();

    @Test
    void shouldNotCountAsPausedWhatIsSaidInTime() {
        say(0, 20, 40, 60);

        assertThat(speech.pausedNanos(0, 100 * MILLI)).isZero();
    }

    @Test
    void shouldCountOnlyThePartOfAPauseThatFallsIntoTheGap() {
        say(0, 20, 320, 340);

        assertThat(speech.pausedNanos(0, 1_000 * MILLI)).isEqualTo(300 * MILLI);
        assertThat(speech.pausedNanos(100 * MILLI, 200 * MILLI)).isEqualTo(100 * MILLI);
        assertThat(speech.pausedNanos(330 * MILLI, 1_000 * MILLI)).isZero();
    }

    private void say(long... atMillis) {
        for (long at : atMillis) {
            speech.handleFrame(at * MILLI);
        }
    }
}

package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TalkKeyTest {

    private static final long MILLI = 1_000_000;

    private final TalkKey key = new TalkKey();

    @Test
    void shouldBeUpUntilItIsPressed() {
        assertThat(key.isDown(Long.MIN_VALUE)).isFalse();
        assertThat(key.isDown(0)).isFalse();
    }

    @Test
    void shouldStayDownUntilTheFirstRepeatWouldHaveCome() {
        key.pressed(0);
        assertThat(key.isDown(699 * MILLI)).isTrue();
        assertThat(key.isDown(700 * MILLI)).isFalse();
    }

    @Test
    void shouldStayDownWhileItRepeatsAndGoUpSoonAfter() {
        key.pressed(0);
        long now = 500 * MILLI;
        for (; now < 3_000 * MILLI; now += 40 * MILLI) {
            assertThat(key.isDown(now)).isTrue();
            key.pressed(now);
        }
        assertThat(key.isDown(now + 100 * MILLI)).isTrue();
        assertThat(key.isDown(now + 200 * MILLI)).isFalse();
        key.pressed(now + 300 * MILLI);
        assertThat(key.isDown(now + 900 * MILLI)).isTrue();
    }
}

package io.consonance.audio.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlayClockTest {

    private static final long MILLISECOND = 1_000_000;

    private final PlayClock clock = new PlayClock();

    @Test
    void shouldGoOnEvenlyWhileBlocksAreAskedForInPairs() {
        long before = clock.next(0);
        for (int block = 1; block < 1_000; block++) {
            long now = clock.next((block & ~1) * 10 * MILLISECOND);
            assertThat(now - before).isBetween(9_700_000L, 10_300_000L);
            before = now;
        }
    }

    @Test
    void shouldFollowADeviceWhoseClockIsFaster() {
        long asked = 0;
        long now = 0;
        for (int block = 0; block < 10_000; block++) {
            asked = block * 9_998_000L;
            now = clock.next(asked);
        }
        assertThat(now - asked).isBetween(-MILLISECOND, MILLISECOND);
    }

    @Test
    void shouldCatchUpAtOnceAfterAPause() {
        clock.next(0);
        assertThat(clock.next(5_000 * MILLISECOND)).isEqualTo(5_000 * MILLISECOND);
    }
}

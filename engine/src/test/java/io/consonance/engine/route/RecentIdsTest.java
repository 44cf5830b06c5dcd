package io.consonance.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentIdsTest {

    private final RecentIds ids = new RecentIds();

    @Test
    void shouldTellOldFromNewWithManyIdsOfOneSlot() {
        ids.clear();
        for (int id = 7; id < 0x10000; id += 512) {
            assertThat(ids.add(id)).isTrue();
        }
        for (int id = 7; id < 0x10000; id += 512) {
            assertThat(ids.add(id)).isFalse();
        }
    }

    @Test
    void shouldForgetEverythingAtEveryClearHoweverOften() {
        for (int round = 0; round < 200_000; round++) {
            ids.clear();
            if (!ids.add(0) || !ids.add(65_535) || ids.add(0) || ids.add(65_535)) {
                throw new AssertionError("round " + round);
            }
        }
    }
}

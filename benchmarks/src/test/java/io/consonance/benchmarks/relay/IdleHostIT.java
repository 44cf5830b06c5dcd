package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleHostIT {

    private static final int WARM_UP = 100;
    private static final int PEERS = 200;

    /** The project's promise. */
    private static final long MOST_BYTES_PER_PEER = 16_000;

    @Test
    void shouldTakeNoMoreHeapPerIdlePeerThanPromised() throws Exception {
        try (IdleHost host = new IdleHost()) {
            host.join(WARM_UP);
            long before = host.liveHeapBytes();
            host.join(PEERS);
            assertThat((host.liveHeapBytes() - before) / PEERS).isLessThanOrEqualTo(MOST_BYTES_PER_PEER);
        }
    }
}

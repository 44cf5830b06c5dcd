package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.MalformedPacketException;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class SharedPacketsTest {

    @Test
    void shouldDecodeEqualStatesOnce() throws MalformedPacketException {
        SharedPackets packets = new SharedPackets(16);

        assertThat(packets.decode(state(3).encode())).isEqualTo(state(3)).isSameAs(packets.decode(state(3).encode()));
    }

    @Test
    void shouldTellDifferentStatesApartHoweverMany() throws MalformedPacketException {
        SharedPackets packets = new SharedPackets(1);
        for (int round = 0; round < 2; round++) {
            for (int id = 0; id < 500; id++) {
                assertThat(packets.decode(state(id).encode())).isEqualTo(state(id));
            }
        }
    }

    @Test
    void shouldRefuseDamagedPacketsEveryTime() {
        SharedPackets packets = new SharedPackets(16);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> packets.decode(ByteString.fromInts(0x8B, 0xC7, 1, 0)))
                    .isInstanceOf(MalformedPacketException.class);
        }
    }

    private static ClientState state(int id) {
        return new ClientState(1, new ClientInfo("p" + id, id, PeerBench.CODEC), List.of("R1"));
    }
}

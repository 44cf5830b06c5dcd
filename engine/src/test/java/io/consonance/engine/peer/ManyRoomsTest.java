package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A peer that speaks or listens to more rooms than anybody should. */
class ManyRoomsTest {

    @Test
    void shouldReachWhoEntersAnyOfManyRoomsSpokenTo() {
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        int rooms = 100;
        for (int i = 0; i < rooms; i++) {
            bench.openRoom("room-" + i);
        }
        bench.state(1, "Ann", "room-99");
        bench.speak();
        assertThat(bench.destinations()).containsExactly(1);

        for (int i = 0; i < rooms; i++) {
            bench.receive(new DeltaChannelState(PeerBench.SESSION, true, 2, "room-" + i));
            bench.speak();
            assertThat(bench.destinations()).as("entered room-%d", i).contains(2);
            bench.receive(new DeltaChannelState(PeerBench.SESSION, false, 2, "room-" + i));
            bench.speak();
            assertThat(bench.destinations()).as("exited room-%d", i).doesNotContain(2);
        }
    }

    @Test
    void shouldTellOfRoomsThatFitNoFrameOneByOne() {
        PeerBench bench = new PeerBench();
        List<String> rooms = IntStream.range(0, 256)
                .mapToObj(i -> String.format("%03d", i) + "x".repeat(997))
                .toList();
        rooms.forEach(bench::joinRoom);
        bench.peer.handleConnected(bench.nowNanos, bench);
        bench.takePackets();

        bench.receive(HandshakeResponse.withoutLists(PeerBench.SESSION, PeerBench.MY_ID));

        List<Packet> packets = bench.takePackets();
        assertThat(packets.stream().mapToInt(packet -> packet.encode().length()).max())
                .matches(max -> max.getAsInt() <= Wire.MAX_FRAME_BYTES);
        ClientState state = (ClientState) packets.get(0);
        List<String> told = new ArrayList<>(state.rooms());
        for (Packet packet : packets.subList(1, packets.size())) {
            DeltaChannelState delta = (DeltaChannelState) packet;
            assertThat(delta.joined()).isTrue();
            told.add(delta.room());
        }
        assertThat(told.equals(rooms)).as("all rooms, in their order").isTrue();
    }
}

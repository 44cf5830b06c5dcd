package io.consonance.engine.host;

import static io.consonance.engine.host.HostBench.CODEC;
import static io.consonance.engine.host.HostBench.SESSION;
import static io.consonance.engine.host.HostBench.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RoomId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 15, "handshake answer". */
class HandshakeStateTest {

    private static final HostSettings AUTO = HostSettings.defaults();
    private static final HostSettings INLINE = AUTO.withHandshakeState(HandshakeState.INLINE);

    @Test
    void shouldListAllOtherClientsAndTheirRoomsInTheResponse() {
        HostBench bench = new HostBench(AUTO);
        bench.join(10, "Ann", "R1", "R2");
        bench.join(11, "Ben", "R2");
        bench.join(12, "Cat");

        bench.handshake(13, "Dan");

        assertThat(bench.out.takePacketsTo(13))
                .containsExactly(new HandshakeResponse(
                        SESSION,
                        3,
                        List.of(info(0, "Ann"), info(1, "Ben"), info(2, "Cat")),
                        List.of("R1", "R2"),
                        List.of(
                                new RoomListeners(RoomId.of("R1"), List.of(0)),
                                new RoomListeners(RoomId.of("R2"), List.of(0, 1)))));
    }

    @Test
    void shouldShowTheNewcomerItselfWhenItsOwnStateComesBack() {
        HostBench bench = new HostBench(AUTO);

        bench.handshake(10, "Ann");
        assertThat(bench.out.takePacketsTo(10)).containsExactly(HandshakeResponse.withoutLists(SESSION, 0));
        bench.receive(10, state(0, "Ann", "R1"));

        assertThat(bench.out.takePacketsTo(10)).containsExactly(state(0, "Ann", "R1"));
    }

    @Test
    void shouldListAClientThatHasNotSentItsStateYet() {
        HostBench bench = new HostBench(AUTO);
        bench.handshake(10, "Ann");

        bench.handshake(11, "Ben");

        assertThat(responseTo(bench, 11).clients()).containsExactly(info(0, "Ann"));
    }

    @ParameterizedTest
    @CsvSource({"AUTO, 1000", "INLINE, 60000"})
    void shouldFallBackToPacketsOnceTheListsAreTooLarge(HandshakeState form, int limit) {
        HostBench bench = new HostBench(AUTO.withHandshakeState(form));
        int largest = 0;
        boolean fellBack = false;
        for (int i = 0; !fellBack; i++) {
            String name = "client-" + i + "-" + "x".repeat(form == HandshakeState.AUTO ? 0 : 400);
            bench.handshake(i, name);
            List<Packet> packets = bench.out.takePacketsTo(i);
            HandshakeResponse response = (HandshakeResponse) packets.get(0);
            fellBack = response.clients().isEmpty() && i > 0;
            if (fellBack) {
                assertThat(packets).hasSize(1 + i + 1);
            } else {
                assertThat(packets).hasSize(1);
                assertThat(response.clients()).hasSize(i);
                largest = response.encode().length();
            }
            bench.receive(i, state(i, name, "R" + i % 3));
            bench.forget();
        }
        assertThat(largest).isLessThanOrEqualTo(limit).isGreaterThan(limit * 9 / 10);
    }

    @Test
    void shouldUseAResponseOfExactlyTheLimit() {
        // 15, one client of 13 + 500, one room of 2 + n and 3 + 2.
        int roomBytes = 1_000 - 15 - 513 - 7;
        for (int extra = 0; extra <= 1; extra++) {
            HostBench bench = new HostBench(AUTO);
            bench.join(10, "a".repeat(500), "r".repeat(roomBytes + extra));

            bench.handshake(11, "Ben");

            List<Packet> packets = bench.out.takePacketsTo(11);
            assertThat(packets).hasSize(extra == 0 ? 1 : 3);
            assertThat(packets.get(0).encode().length()).isEqualTo(extra == 0 ? 1_000 : 15);
        }
    }

    @Test
    void shouldFallBackWhenARoomHasMoreListenersThanACountCanHold() {
        HostBench bench = new HostBench(INLINE);
        for (int i = 0; i < 255; i++) {
            bench.join(i, "c" + i, "R1");
        }
        bench.handshake(300, "x");
        assertThat(responseTo(bench, 300).listeners().get(0).clientIds()).hasSize(255);
        bench.receive(300, state(255, "x", "R1"));
        bench.forget();

        bench.handshake(301, "y");

        assertThat(bench.out.takePacketsTo(301)).hasSize(1 + 257);
    }

    @Test
    void shouldFallBackWhenTwoRoomsShareAnId() {
        Map<Integer, String> byId = new HashMap<>();
        String first = null;
        String second = null;
        for (int i = 0; second == null; i++) {
            first = byId.put(RoomId.of("room-" + i), "room-" + i);
            second = first == null ? null : "room-" + i;
        }
        HostBench bench = new HostBench(INLINE);
        bench.join(10, "Ann", first);
        bench.handshake(11, "Ben");
        assertThat(responseTo(bench, 11).clients()).hasSize(1);
        bench.receive(11, state(1, "Ben", second));
        bench.forget();

        bench.handshake(12, "Cat");

        assertThat(bench.out.takePacketsTo(12))
                .containsExactly(
                        HandshakeResponse.withoutLists(SESSION, 2),
                        state(0, "Ann", first),
                        state(1, "Ben", second),
                        state(2, "Cat"));
    }

    @Test
    void shouldNeverUseListsWhenSeparate() {
        HostBench bench = new HostBench(HostBench.SEPARATE);

        bench.handshake(10, "Ann");

        assertThat(bench.out.takePacketsTo(10))
                .containsExactly(HandshakeResponse.withoutLists(SESSION, 0), state(0, "Ann"));
    }

    private static HandshakeResponse responseTo(HostBench bench, long link) {
        List<Packet> packets = bench.out.takePacketsTo(link);
        assertThat(packets).hasSize(1);
        return (HandshakeResponse) packets.get(0);
    }

    private static ClientInfo info(int clientId, String name) {
        return new ClientInfo(name, clientId, CODEC);
    }
}

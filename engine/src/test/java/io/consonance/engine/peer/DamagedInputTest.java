package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.TextData;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What kills the original is dropped and counted here. */
class DamagedInputTest {

    private static final List<Packet> PACKETS = List.of(
            new ClientState(SESSION, new ClientInfo("Zoe", 9, PeerBench.CODEC), List.of("R1", "R2")),
            PeerBench.voice(1, 0, 0, PeerBench.toRoom("R1"), PeerBench.toPlayer(0)),
            new TextData(SESSION, RecipientType.ROOM, 1, RoomId.of("R1"), "hello"),
            new HandshakeResponse(
                    SESSION,
                    0,
                    List.of(new ClientInfo("Ann", 1, PeerBench.CODEC)),
                    List.of("R1"),
                    List.of(new RoomListeners(RoomId.of("R1"), List.of(1)))),
            new DeltaChannelState(SESSION, true, 1, "R2"),
            new RemoveClient(SESSION, 2),
            new HandshakeP2P(SESSION, 1));

    @Test
    void shouldDropEveryTruncatedPacket() {
        for (Packet packet : PACKETS) {
            ByteString bytes = packet.encode();
            for (int length = 0; length < bytes.length(); length++) {
                PeerBench bench = joined();
                int rosterBefore = bench.peer.playerCount();
                bench.peer.handlePacket(bench.nowNanos, bytes.take(length), bench);
                boolean stateWithoutRooms = packet instanceof ClientState && !bench.events.isEmpty();

                assertThat(bench.drops.size() + (stateWithoutRooms ? 1 : 0))
                        .as("%s cut to %d", packet.type(), length)
                        .isEqualTo(1);
                if (!stateWithoutRooms) {
                    assertThat(bench.events).isEmpty();
                    assertThat(bench.peer.playerCount()).isEqualTo(rosterBefore);
                }
            }
        }
    }

    @Test
    void shouldSurviveAnyChangedBytesAndStillWork() {
        Random random = new Random(42);
        for (int round = 0; round < 3_000; round++) {
            PeerBench bench = joined();
            for (Packet packet : PACKETS) {
                byte[] bytes = packet.encode().toArray();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[3 + random.nextInt(bytes.length - 3)] = (byte) random.nextInt();
                }
                ByteString damaged = ByteString.fromArray(bytes);
                bench.peer.handlePacket(bench.nowNanos, damaged, bench);
                bench.peer.handleDirectPacket(bench.nowNanos, random.nextInt(3), damaged, bench);
                bench.openRoom("R1");
                bench.peer.sendVoice(bench.nowNanos, PeerBench.AUDIO, bench);
                bench.passMillis(random.nextInt(1000));
            }
            bench.peer.handleDisconnected(bench.nowNanos, bench);

            assertThat(bench.peer.playerCount()).isZero();
        }
    }

    @Test
    void shouldSurviveRandomBytes() {
        Random random = new Random(43);
        PeerBench bench = joined();
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 7 && random.nextBoolean()) {
                System.arraycopy(new byte[] {(byte) 0x8B, (byte) 0xC7, bytes[2], 1, 2, 3, 4}, 0, bytes, 0, 7);
                bytes[2] &= 15;
            }
            bench.peer.handlePacket(bench.nowNanos, ByteString.fromArray(bytes), bench);
            bench.forget();
        }
    }

    private static PeerBench joined() {
        PeerBench bench = PeerBench.joined("Ann", "Ben");
        bench.joinRoom("R1");
        bench.forget();
        return bench;
    }
}

package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.VoiceData;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged and hostile input: counted and dropped, and two witnesses in the same session notice nothing. */
@Timeout(60)
class HostHostileIT {
    private static VoiceHost host;
    private RawPeer alice;
    private RawPeer bob;

    @BeforeAll
    static void start() throws IOException {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void joinWitnesses() {
        alice = RawPeer.joined(host, "alice", "lobby").bound();
        bob = RawPeer.joined(host, "bob", "lobby").bound();
        alice.settled();
    }

    @AfterEach
    void witnessesStillTalk() {
        VoiceData voice = alice.voice("still fine");
        alice.sendUdp(alice.relay(voice, bob.id()));
        assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
        alice.close();
        bob.close();
    }

    private RawPeer mallory() {
        return RawPeer.joined(host, "mallory");
    }

    /** The witnesses saw the stranger come and go, and nothing else. */
    private void sawOnly(Class<?>... types) {
        for (RawPeer witness : List.of(alice, bob)) {
            List<Object> seen = new ArrayList<>();
            for (Class<?> type : types) {
                seen.add(witness.next(type));
            }
            assertThat(witness.settled()).as("after %s", seen).isEmpty();
            assertThat(witness.settledUdp()).isEmpty();
        }
    }

    @Test
    void shouldAnswerNothingToDatagramsOfStrangers() throws IOException {
        Random random = new Random(1);
        try (DatagramSocket stranger = new DatagramSocket(0, alice.address())) {
            for (int i = 0; i < 300; i++) {
                byte[] bytes = new byte[random.nextInt(1_400)];
                random.nextBytes(bytes);
                if (bytes.length > 2 && i % 3 == 0) {
                    bytes[0] = (byte) 0x8B;
                    bytes[1] = (byte) (0xC7 + i % 2);
                    bytes[2] = (byte) (i % 12);
                }
                alice.sendFrom(stranger, ByteString.fromArray(bytes));
            }
            alice.sendFrom(stranger, alice.relay(alice.voice("not bound"), bob.id()));
            alice.sendFrom(stranger, new LinkPing(7).encode());
            sawOnly();
            assertThat(RawPeer.receive(stranger, 1)).isNull();
        }
    }

    @Test
    void shouldDropDamagedDatagramsOfABoundPeerAndKeepIt() {
        try (RawPeer mallory = mallory().bound()) {
            Random random = new Random(2);
            ByteString good = mallory.relay(mallory.voice("good"), alice.id(), bob.id());
            for (int length = 0; length < 15; length++) {
                mallory.sendUdp(good.take(length));
            }
            for (int i = 0; i < 100; i++) {
                byte[] bytes = new byte[1 + random.nextInt(100)];
                random.nextBytes(bytes);
                mallory.sendUdp(ByteString.fromArray(bytes));
            }
            mallory.sendUdp(new HandshakeP2P(mallory.session(), mallory.id()).encode());
            mallory.sendUdp(new RemoveClient(mallory.session(), alice.id()).encode());
            mallory.settledUdp();
            mallory.settled();

            sawOnly(ClientState.class);
        }
        sawRemove();
    }

    private void sawRemove() {
        sawOnly(RemoveClient.class);
    }

    @Test
    void shouldCloseALinkThatSendsSomethingElseThanPackets() {
        List<byte[]> openings = List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                RawPeer.bytes(0, 0),
                RawPeer.bytes(0, 3, 0x8B, 0xC9, 1),
                RawPeer.bytes(0, 1, 0x8B),
                RawPeer.bytes(0, 2, 0xFF, 0xFF));
        for (byte[] opening : openings) {
            try (RawPeer peer = RawPeer.connect(host)) {
                peer.sendBytes(opening);
                if (opening[0] == 'G') {
                    // Its first bytes promise 18,245 more.
                    peer.sendBytes(new byte[20_000]);
                }
                assertThat(peer.rejected().rejectCode()).isEqualTo(RejectCode.PROTOCOL_ERROR);
            }
        }
        sawOnly();
    }

    @Test
    void shouldBearNineteenDamagedPacketsAndCloseAtTheTwentieth() {
        try (RawPeer mallory = mallory()) {
            ByteString state = new ClientState(
                            mallory.session(), new ClientInfo("mallory", mallory.id(), RawPeer.OPUS), List.of("lobby"))
                    .encode();
            for (int i = 0; i < 19; i++) {
                mallory.send(state.take(state.size() - 3));
            }
            assertThat(mallory.settled()).isEmpty();
            mallory.send(state.take(9));
            assertThat(mallory.rejected().rejectCode()).isEqualTo(RejectCode.PROTOCOL_ERROR);
        }
        sawOnly(ClientState.class, RemoveClient.class);
        assertThat(host.counters().get("packetsDroppedMalformed")).isGreaterThanOrEqualTo(20);
    }

    @Test
    void shouldDropEveryTruncationOfEveryPacketWithoutEffect() {
        List<ByteString> packets = List.of(
                new HandshakeRequest(RawPeer.OPUS, "truncated").encode(),
                new DeltaChannelState(alice.session(), true, 2, "room").encode(),
                new LinkJoin("session", "credential").encode());
        for (ByteString packet : packets) {
            for (int length = 2; length < packet.size(); length++) {
                try (RawPeer peer = RawPeer.connect(host)) {
                    peer.send(packet.take(length));
                    peer.settled();
                }
            }
        }
        sawOnly();
    }

    @Test
    void shouldNotWaitForTheRestOfALengthBomb() {
        try (RawPeer bomb = RawPeer.connect(host);
                RawPeer list = mallory()) {
            bomb.sendBytes(RawPeer.bytes(0xFF, 0xFF, 0x8B, 0xC7, 1));
            // Counts beyond the data: 65,535 rooms, a name of 65,534 bytes, 255 destinations.
            list.send(header(1, list).concat(bytesOf(0, 2, 'm', 0, 2, 1, 0, 0, 3, 0xC0, 0, 0, 0xBB, 0x80, 0xFF, 0xFF)));
            list.send(header(9, list).concat(bytesOf(1, 0, 2, 0xFF, 0xFF, 'x')));
            list.send(header(8, list).concat(bytesOf(0xFF, 0, 1)));
            list.send(header(7, list).concat(bytesOf(1, 0, 0, 0xFF, 0xFF)));
            list.settled();
            sawOnly(ClientState.class);
        }
        sawRemove();
    }

    private static ByteString bytesOf(int... values) {
        return ByteString.fromArray(RawPeer.bytes(values));
    }

    private static ByteString header(int type, RawPeer peer) {
        int session = peer.session();
        return bytesOf(0x8B, 0xC7, type, session >>> 24, session >>> 16, session >>> 8, session);
    }

    @Test
    void shouldDropStatesInAnothersName() {
        try (RawPeer mallory = mallory()) {
            mallory.send(new ClientState(
                            mallory.session(), new ClientInfo("alice", alice.id(), RawPeer.OPUS), List.of("stolen"))
                    .encode());
            mallory.send(new ClientState(
                            mallory.session(), new ClientInfo("alice", mallory.id(), RawPeer.OPUS), List.of("stolen"))
                    .encode());
            mallory.send(
                    new ClientState(mallory.session(), new ClientInfo("fresh", 4_000, RawPeer.OPUS), List.of("stolen"))
                            .encode());
            mallory.send(new DeltaChannelState(mallory.session(), false, alice.id(), "lobby").encode());
            mallory.send(new RemoveClient(mallory.session(), alice.id()).encode());
            mallory.settled();
            sawOnly(ClientState.class);
        }
        sawRemove();
        assertThat(host.counters().get("packetsDroppedForgedClient")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void shouldDropLinkPacketsOutOfPlace() {
        try (RawPeer mallory = mallory()) {
            mallory.send(new LinkJoin("elsewhere", null).encode());
            mallory.send(mallory.bindPacket(1).encode());
            mallory.send(mallory.hello().encode());
            mallory.send(new LinkReject(RejectCode.KICKED, "you").encode());
            mallory.send(bytesOf(0x8B, 0xC8, 77));
            assertThat(mallory.settled()).isEmpty();
            sawOnly(ClientState.class);
        }
        sawRemove();
    }

    @Test
    void shouldCarryOnThroughConnectionsThatNeverSayAnything() {
        List<RawPeer> idle = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RawPeer peer = RawPeer.connect(host);
            if (i % 2 == 0) {
                peer.sendBytes(RawPeer.bytes(0));
            }
            idle.add(peer);
        }
        sawOnly();
        idle.forEach(peer -> {
            if (peer.tcp.getLocalPort() % 2 == 0) {
                peer.reset();
            }
            peer.close();
        });
        sawOnly();
    }
}

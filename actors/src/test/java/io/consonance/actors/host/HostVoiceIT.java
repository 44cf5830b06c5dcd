package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkCandidate;
import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceData;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Voice and text through the host: {@code link.md} "Two carriers" and "Sequence" 4 to 7 and 11, over real sockets. */
@Timeout(60)
class HostVoiceIT {
    private static final int SHORT_MILLIS = 300;

    private static VoiceHost host;
    private String session;

    @BeforeAll
    static void start() throws IOException {
        host = VoiceHost.builder()
                .bind("127.0.0.1")
                .port(0)
                .set("consonance.host.p2p-candidates", "on")
                .start();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    @BeforeEach
    void ownSession(TestInfo test) {
        session = test.getDisplayName();
    }

    private RawPeer joined(String name, String... rooms) {
        return RawPeer.joinedTo(host, session, name, rooms);
    }

    @Test
    void shouldRelayVoiceFromUdpToUdpAndTcpWithoutChangingAByte() {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound();
                RawPeer carol = joined("carol")) {
            alice.settled();
            bob.settled();
            VoiceData voice = alice.voice("hello");
            alice.sendUdp(alice.relay(voice, bob.id(), carol.id()));

            assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
            assertThat(carol.next(VoiceData.class)).isEqualTo(voice);
            assertThat(alice.settledUdp()).isEmpty();
        }
    }

    @Test
    void shouldRelayVoiceFromTcpToUdpAndTcp() {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob").bound();
                RawPeer carol = joined("carol")) {
            bob.settled();
            VoiceData voice = alice.voice("hello");
            alice.send(alice.relay(voice, bob.id(), carol.id()));

            assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
            assertThat(carol.next(VoiceData.class)).isEqualTo(voice);
        }
    }

    @Test
    void shouldCarryReliableVoiceAndTextByTcpEvenWhereUdpIsBound() {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound()) {
            bob.settled();
            VoiceData voice = alice.voice("reliable");
            TextData text = new TextData(alice.session(), RecipientType.PLAYER, alice.id(), bob.id(), "hi");
            alice.send(alice.reliableRelay(voice, bob.id()));
            alice.send(alice.reliableRelay(text, bob.id()));

            assertThat(bob.next()).isEqualTo(voice);
            assertThat(bob.next()).isEqualTo(text);
            assertThat(bob.settledUdp()).isEmpty();
        }
    }

    @Test
    void shouldDropReliablePacketsByUdp() {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound()) {
            bob.settled();
            alice.sendUdp(alice.reliableRelay(alice.voice("x"), bob.id()));
            alice.settledUdp();

            assertThat(bob.settled()).isEmpty();
            assertThat(bob.settledUdp()).isEmpty();
        }
    }

    @Test
    void shouldBindBeforeTheHandshakeAndSpeakAfterIt() {
        try (RawPeer alice = RawPeer.connect(host);
                RawPeer bob = joined("bob").bound()) {
            alice.send(new LinkJoin(session, null).encode());
            alice.bound();
            alice.handshake("alice");
            alice.state();
            alice.settled();

            VoiceData voice = alice.voice("early");
            alice.sendUdp(alice.relay(voice, bob.id()));

            assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
        }
    }

    @Test
    void shouldMoveTheBindingWithANewerNonceAndDropVoiceFromTheOldAddress() throws IOException {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound();
                DatagramSocket moved = new DatagramSocket(0, alice.address())) {
            alice.bind(moved);
            alice.sendUdp(alice.relay(alice.voice("old address"), bob.id()));
            VoiceData voice = alice.voice("new address");
            alice.sendFrom(moved, alice.relay(voice, bob.id()));

            assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
            bob.sendUdp(bob.relay(bob.voice("to alice"), alice.id()));
            assertThat(RawPeer.receive(moved, 10_000)).isInstanceOf(VoiceData.class);
            assertThat(alice.receive(1)).isNull();
        }
    }

    @Test
    void shouldNotAnswerAReplayedBindNorAnUnknownToken() throws IOException {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound();
                DatagramSocket thief = new DatagramSocket(0, alice.address())) {
            alice.sendFrom(thief, alice.bindPacket(1).encode());
            alice.sendFrom(thief, alice.bindPacket(0).encode());

            // A pong on the same socket and island comes after whatever the thief was answered.
            alice.settledUdp();
            assertThat(RawPeer.receive(thief, 1)).isNull();
            bob.sendUdp(bob.relay(bob.voice("still here"), alice.id()));
            assertThat(alice.received(VoiceData.class)).isNotNull();
        }
    }

    @Test
    void shouldTakeAnyGreaterNonceUpToTheLargest() {
        try (RawPeer alice = joined("alice")) {
            alice.sendUdp(alice.bindPacket(0xFFFF_FFFEL).encode());
            assertThat(alice.received(LinkBound.class).nonce()).isEqualTo(0xFFFF_FFFEL);
            alice.sendUdp(alice.bindPacket(5).encode());
            alice.sendUdp(alice.bindPacket(0xFFFF_FFFFL).encode());
            assertThat(alice.received(LinkBound.class).nonce()).isEqualTo(0xFFFF_FFFFL);
        }
    }

    @Test
    void shouldEndTheBindingWithTcp() throws IOException {
        RawPeer alice = joined("alice").bound();
        try (RawPeer bob = joined("bob").bound()) {
            bob.settled();
            alice.tcp.close();
            bob.next();
            // The news to bob and the relay's new table travel apart: what comes between the two still passes.
            int passed = 0;
            do {
                alice.sendUdp(alice.relay(alice.voice("between"), bob.id()));
            } while (!bob.settledUdp().isEmpty() && ++passed < 1_000);

            alice.sendUdp(alice.relay(alice.voice("ghost"), bob.id()));
            alice.sendUdp(alice.bindPacket(1_000).encode());

            assertThat(alice.receive(SHORT_MILLIS)).isNull();
            assertThat(bob.settledUdp()).isEmpty();
        } finally {
            alice.udp.close();
        }
    }

    @Test
    void shouldGiveAnAddressToTheNewerClaim() {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob");
                RawPeer carol = joined("carol").bound()) {
            alice.bind(alice.udp);
            bob.bind(alice.udp);
            alice.settled();
            bob.settled();

            VoiceData voice = carol.voice("both");
            carol.sendUdp(carol.relay(voice, alice.id(), bob.id()));

            assertThat(alice.next()).isEqualTo(voice);
            assertThat(alice.received(VoiceData.class)).isEqualTo(voice);
            assertThat(bob.settled()).isEmpty();
        }
    }

    @Test
    void shouldAnswerAnotherSessionByUdpWhereItIsBound() {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob")) {
            VoiceData voice = alice.voice("x");
            VoiceData other =
                    new VoiceData(alice.session() ^ 1, alice.id(), voice.options(), 0, List.of(), voice.audio());
            alice.sendUdp(new io.consonance.engine.wire.ServerRelay(
                            false, alice.session() ^ 1, List.of(bob.id()), other.encode())
                    .encode());

            assertThat(alice.received(ErrorWrongSession.class).session()).isEqualTo(alice.session());
            alice.send(new io.consonance.engine.wire.DeltaChannelState(1, true, alice.id(), "x").encode());
            assertThat(alice.received(ErrorWrongSession.class).session()).isEqualTo(alice.session());
            assertThat(bob.settled()).isEmpty();
        }
    }

    @Test
    void shouldDropVoiceInAnothersNameAndOneCopyForRepeatedDestinations() {
        try (RawPeer alice = joined("alice").bound();
                RawPeer bob = joined("bob").bound()) {
            bob.settled();
            alice.sendUdp(alice.relay(alice.voice(bob.id(), "forged"), bob.id()));
            alice.send(alice.relay(alice.voice(bob.id(), "forged by TCP"), bob.id()));
            VoiceData voice = alice.voice("once");
            alice.sendUdp(alice.relay(voice, bob.id(), bob.id(), alice.id(), 65_535, 4_000, bob.id()));
            alice.settled();
            alice.settledUdp();

            assertThat(bob.settledUdp()).containsExactly(voice);
            assertThat(host.counters()).containsKey("packetsDroppedForgedSender");
        }
    }

    @Test
    void shouldKeepAMutedPlayersVoiceFromTheOthersButNotItsText() throws Exception {
        try (RawPeer alice = joined("alice", "lobby").bound();
                RawPeer bob = joined("bob", "lobby").bound()) {
            assertThat(get(host.mute(session, "alice", true))).isTrue();
            bob.settled();
            alice.settled();
            alice.sendUdp(alice.relay(alice.voice("muted"), bob.id()));
            alice.send(alice.relay(alice.voice("muted by TCP"), bob.id()));
            TextData text = new TextData(alice.session(), RecipientType.PLAYER, alice.id(), bob.id(), "hi");
            alice.send(alice.reliableRelay(text, bob.id()));
            alice.settledUdp();
            alice.settled();
            // Where the other can be reached directly may be told at any time, voice only if it gets through.
            assertThat(bob.settled())
                    .filteredOn(packet -> !(packet instanceof LinkCandidate))
                    .containsExactly(text);
            assertThat(bob.settledUdp()).isEmpty();

            get(host.mute(session, "alice", false));
            get(host.muteRoom(session, "lobby", true));
            get(host.room(session, "lobby"));
            get(host.session(session));
            assertThat(get(host.session(session)).orElseThrow().players()).allMatch(SessionSnapshot.Player::muted);
            alice.send(new io.consonance.engine.wire.DeltaChannelState(alice.session(), false, alice.id(), "lobby")
                    .encode());
            alice.settled();
            alice.settled();
            VoiceData voice = alice.voice("heard again");
            alice.sendUdp(alice.relay(voice, bob.id()));
            assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
        }
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldShowWhoSpeaksInARoomByEitherCarrier() throws Exception {
        try (RawPeer alice = joined("alice", "lobby").bound();
                RawPeer bob = joined("bob", "lobby");
                RawPeer carol = joined("carol", "lobby")) {
            alice.sendUdp(alice.relay(alice.voice("by UDP"), bob.id()));
            carol.send(carol.relay(carol.voice("by TCP"), bob.id()));
            bob.next();
            RoomSnapshot lobby = get(host.room(session, "lobby")).orElseThrow();
            // UDP is reported once a second; each turn here is a ping to the host and back.
            while (lobby.voicePackets() < 2) {
                bob.settled();
                lobby = get(host.room(session, "lobby")).orElseThrow();
            }

            assertThat(lobby.speaking()).containsExactly("alice", "carol");
        }
    }

    @Test
    void shouldTellBoundPeersOfOneRoomWhereTheOtherIs() {
        try (RawPeer alice = joined("alice", "lobby").bound();
                RawPeer bob = joined("bob", "lobby", "red");
                RawPeer carol = joined("carol", "elsewhere").bound()) {
            assertThat(alice.hello().candidatesOffered()).isTrue();
            alice.settled();
            bob.bound();

            LinkCandidate ofBob = alice.next(LinkCandidate.class);
            assertThat(ofBob.clientId()).isEqualTo(bob.id());
            assertThat(ofBob.udpPort()).isEqualTo(bob.udp.getLocalPort());
            assertThat(ofBob.address()).isEqualTo("127.0.0.1");
            assertThat(bob.settled())
                    .contains(LinkCandidate.of(
                            alice.id(), new java.net.InetSocketAddress("127.0.0.1", alice.udp.getLocalPort())));
            alice.enter("red");
            assertThat(alice.settled()).noneMatch(LinkCandidate.class::isInstance);
            assertThat(carol.settled()).noneMatch(LinkCandidate.class::isInstance);
        }
    }
}

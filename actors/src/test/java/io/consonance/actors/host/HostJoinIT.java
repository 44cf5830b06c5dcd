package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.RemoveClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** {@code link.md} "Sequence" 1 to 3, 8 and 9, over real sockets. */
@Timeout(60)
class HostJoinIT {
    private static VoiceHost host;
    private String session;

    @BeforeAll
    static void start() throws IOException {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
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

    private RawPeer connectedTo(String toSession) {
        RawPeer peer = RawPeer.connect(host);
        peer.send(new LinkJoin(toSession, null).encode());
        return peer;
    }

    @Test
    void shouldGreetEveryConnectionWithATokenOfItsOwn() {
        try (RawPeer first = RawPeer.connect(host);
                RawPeer second = RawPeer.connect(host)) {
            assertThat(first.hello().token()).isNotEqualTo(second.hello().token());
            assertThat(first.hello().keepAliveSeconds()).isEqualTo(15);
            assertThat(first.hello().udpPort()).isEqualTo(host.address().getPort());
            assertThat(first.hello().flags()).isZero();
        }
    }

    @Test
    void shouldTellTheOthersOfANewcomerOnceItToldItsState() {
        try (RawPeer alice = joined("alice", "lobby");
                RawPeer bob = connectedTo(session)) {
            var response = bob.handshake("bob");
            assertThat(response.session()).isEqualTo(alice.session()).isBetween(1, 0x7FFF_FFFE);
            assertThat(response.clientId()).isEqualTo(1);
            assertThat(response.clients()).extracting("name").containsExactly("alice");
            assertThat(alice.settled()).isEmpty();

            bob.state("lobby", "red");
            assertThat(bob.next(ClientState.class).rooms()).containsExactly("lobby", "red");
            assertThat(alice.next(ClientState.class).client().name()).isEqualTo("bob");

            bob.enter("blue");
            assertThat(alice.next(DeltaChannelState.class)).isEqualTo(bob.next(DeltaChannelState.class));
        }
    }

    @Test
    void shouldPutPeersWithoutJoinAndWithEmptyNamesIntoTheDefaultSession() {
        try (RawPeer without = RawPeer.connect(host);
                RawPeer withNull = connectedTo(null);
                RawPeer withEmpty = connectedTo("");
                RawPeer byName = connectedTo("default");
                RawPeer elsewhere = connectedTo("Default")) {
            int id = without.handshake("a").session();

            assertThat(withNull.handshake("b").session()).isEqualTo(id);
            assertThat(withEmpty.handshake("c").session()).isEqualTo(id);
            assertThat(byName.handshake("d").session()).isEqualTo(id);
            assertThat(elsewhere.handshake("e").session()).isNotEqualTo(id);
        }
    }

    @Test
    void shouldKeepSessionsApart() {
        try (RawPeer here = joined("same", "lobby");
                RawPeer there = RawPeer.joinedTo(host, session + " 2", "same", "lobby")) {
            assertThat(here.session()).isNotEqualTo(there.session());
            assertThat(here.id()).isEqualTo(there.id()).isZero();

            there.enter("blue");
            there.settled();
            there.leave();

            assertThat(here.settled()).isEmpty();
        }
    }

    @Test
    void shouldTellTheOthersWhenAPeerEndsOrResetsItsConnection() {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob");
                RawPeer carol = joined("carol")) {
            alice.settled();
            bob.leave();
            assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(bob.id());

            carol.reset();
            assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(carol.id());
        }
    }

    @Test
    void shouldEndItsOwnSideWhenThePeerEndedItsSide() throws IOException {
        try (RawPeer peer = joined("alice")) {
            peer.tcp.shutdownOutput();

            assertThat(peer.untilEnd()).isEmpty();
        }
    }

    @Test
    void shouldProcessWhatCameRightBeforeTheEnd() throws IOException {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob")) {
            alice.settled();
            bob.enter("last");
            bob.tcp.shutdownOutput();

            assertThat(alice.next(DeltaChannelState.class).room()).isEqualTo("last");
            assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(bob.id());
        }
    }

    @Test
    void shouldLetANewerConnectionTakeTheNameOver() {
        try (RawPeer alice = joined("alice");
                RawPeer old = joined("bob")) {
            alice.settled();
            try (RawPeer fresh = connectedTo(session)) {
                assertThat(fresh.handshake("bob").clientId()).isEqualTo(old.id());

                assertThat(old.rejected().rejectCode()).isEqualTo(RejectCode.KICKED);
                assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(old.id());
                fresh.state("lobby");
                assertThat(alice.next(ClientState.class).rooms()).containsExactly("lobby");
                assertThat(fresh.next(ClientState.class).client().name()).isEqualTo("bob");
                assertThat(alice.settled()).isEmpty();
            }
        }
    }

    @Test
    void shouldGiveARepeatedHandshakeItsIdAgain() {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob", "lobby")) {
            alice.settled();
            assertThat(bob.handshake("bob").clientId()).isEqualTo(1);
            assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(1);
            assertThat(alice.settled()).isEmpty();
        }
    }

    @Test
    void shouldRefuseANullName() {
        try (RawPeer peer = connectedTo(session)) {
            peer.send(new HandshakeRequest(RawPeer.OPUS, null).encode());

            assertThat(peer.rejected().rejectCode()).isEqualTo(RejectCode.NAME_REFUSED);
        }
    }

    @Test
    void shouldAnswerAnotherSessionAtMostTenTimesASecond() {
        try (RawPeer alice = joined("alice");
                RawPeer notJoined = connectedTo(session)) {
            for (int i = 0; i < 15; i++) {
                notJoined.send(new DeltaChannelState(alice.session() ^ 1, true, 0, "x").encode());
            }

            assertThat(notJoined.settled()).hasSize(10).containsOnly(new ErrorWrongSession(alice.session()));
            assertThat(alice.settled()).isEmpty();
        }
    }

    @Test
    void shouldKickBanAndForgive() throws Exception {
        try (RawPeer alice = joined("alice");
                RawPeer bob = joined("bob")) {
            alice.settled();
            assertThat(host.kick(session, "bob", "enough").toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isTrue();
            LinkReject kicked = bob.rejected();
            assertThat(kicked.rejectCode()).isEqualTo(RejectCode.KICKED);
            assertThat(kicked.reason()).isEqualTo("enough");
            assertThat(alice.next(RemoveClient.class).clientId()).isEqualTo(1);
        }
        try (RawPeer bob = joined("bob")) {
            assertThat(host.ban(session, "bob", java.time.Duration.ofHours(1), "out")
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(bob.rejected().rejectCode()).isEqualTo(RejectCode.BANNED);
        }
        try (RawPeer bob = connectedTo(session)) {
            bob.send(new HandshakeRequest(RawPeer.OPUS, "bob").encode());
            assertThat(bob.rejected().rejectCode()).isEqualTo(RejectCode.BANNED);
        }
        host.unban(session, "bob").toCompletableFuture().get(5, TimeUnit.SECONDS);
        try (RawPeer bob = joined("bob")) {
            assertThat(bob.id()).isEqualTo(1);
        }
    }

    @Test
    void shouldShowWhoIsWhere() throws Exception {
        try (RawPeer alice = joined("alice", "lobby");
                RawPeer bob = joined("bob", "red", "lobby")) {
            bob.settled();
            SessionSnapshot snapshot = host.session(session)
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(snapshot.sessionId()).isEqualTo(alice.session());
            assertThat(snapshot.rooms()).containsExactly("lobby", "red");
            assertThat(snapshot.players())
                    .extracting(SessionSnapshot.Player::name)
                    .containsExactly("alice", "bob");
            assertThat(snapshot.players().get(1).rooms()).containsExactly("lobby", "red");
            assertThat(snapshot.players().get(1).codec()).isEqualTo(RawPeer.OPUS);

            RoomSnapshot room = host.room(session, "lobby")
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .orElseThrow();
            assertThat(room.members()).containsExactly("alice", "bob");
            assertThat(room.peakMembers()).isEqualTo(2);
            assertThat(host.sessions().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .contains(session);
            assertThat(host.session("nobody made this").toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }
}

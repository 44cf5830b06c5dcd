package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.CODEC;
import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.peer.PeerEvent.Joined;
import io.consonance.engine.peer.PeerEvent.LossReason;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerExitedRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.SessionLost;
import io.consonance.engine.peer.PeerSession.Phase;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.ServerRelay;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Joining, staying and leaving; sections 4 and 6. */
class MembershipTest {

    private static final HandshakeRequest REQUEST = new HandshakeRequest(CODEC, "me");

    @Test
    void shouldAskToJoinOnceConnected() {
        PeerBench bench = new PeerBench();
        assertThat(bench.peer.phase()).isEqualTo(Phase.DISCONNECTED);

        bench.peer.handleConnected(bench.nowNanos, bench);

        assertThat(bench.peer.phase()).isEqualTo(Phase.NEGOTIATING);
        assertThat(bench.sent).containsExactly(new PeerBench.Sent(REQUEST, true));
    }

    @Test
    void shouldAskAgainWhenStrictlyMoreThanTwoSecondsPassed() {
        PeerBench bench = new PeerBench();
        bench.peer.handleConnected(bench.nowNanos, bench);
        bench.forget();

        bench.pass(2_000_000_000L);
        bench.peer.handleWake(bench.nowNanos, bench);
        assertThat(bench.sent).isEmpty();
        bench.pass(1);
        assertThat(bench.takePackets()).containsExactly(REQUEST);
        bench.pass(60_000_000_000L);
        assertThat(bench.takePackets()).hasSize(29).containsOnly(REQUEST);
    }

    @Test
    void shouldAnswerEveryResponseWithItsWholeState() {
        PeerBench bench = new PeerBench();
        bench.joinRoom("b");
        bench.joinRoom("B");
        bench.joinRoom("a");
        bench.joinRoom("b");
        bench.peer.handleConnected(bench.nowNanos, bench);
        bench.forget();

        bench.receive(HandshakeResponse.withoutLists(SESSION, 7));
        ClientState state = new ClientState(SESSION, new ClientInfo("me", 7, CODEC), List.of("a", "b", "B"));

        assertThat(bench.sent).containsExactly(new PeerBench.Sent(state, true));
        assertThat(bench.takeEvents()).containsExactly(new Joined(SESSION, 7));
        assertThat(bench.peer.phase()).isEqualTo(Phase.CONNECTED);
        assertThat(bench.peer.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        bench.forget();
        bench.receive(HandshakeResponse.withoutLists(SESSION, 7));
        assertThat(bench.takePackets()).containsExactly(state);
        assertThat(bench.takeEvents()).isEmpty();
    }

    @Test
    void shouldRemoveEverybodyOnASecondResponse() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.state(1, "Ann", "R1");
        bench.forget();

        bench.receive(HandshakeResponse.withoutLists(SESSION + 1, 3));

        assertThat(bench.takeEvents())
                .containsExactly(new Joined(SESSION + 1, 3), new PlayerExitedRoom("Ann", "R1"), new PlayerLeft("Ann"));
        assertThat(bench.peer.sessionId()).isEqualTo(SESSION + 1);
        assertThat(bench.peer.clientId()).isEqualTo(3);
        assertThat(bench.peer.players()).isEmpty();
    }

    @Test
    void shouldApplyListsInAResponse() {
        PeerBench bench = PeerBench.joined("Ann", "Ben", "Cat");
        bench.state(1, "Ann", "R1", "R2");
        bench.state(2, "Ben", "R1");
        bench.forget();

        bench.receive(new HandshakeResponse(
                SESSION,
                0,
                List.of(
                        new ClientInfo("Ann", 1, CODEC),
                        new ClientInfo("Dan", 2, CODEC),
                        new ClientInfo("Eve", 9, CODEC)),
                List.of("R2", "R3"),
                List.of(
                        new RoomListeners(RoomId.of("R2"), List.of(1, 9)),
                        new RoomListeners(RoomId.of("R3"), List.of(2, 1, 77)))));

        assertThat(bench.takeEvents())
                .as("who is not listed leaves; an id with another name is somebody else")
                .containsExactly(
                        new PlayerExitedRoom("Ann", "R1"),
                        new PlayerExitedRoom("Ben", "R1"),
                        new PlayerLeft("Ben"),
                        new PlayerLeft("Cat"),
                        new PlayerJoined("Dan", CODEC),
                        new PlayerJoined("Eve", CODEC),
                        new PlayerEnteredRoom("Eve", "R2"),
                        new PlayerEnteredRoom("Dan", "R3"),
                        new PlayerEnteredRoom("Ann", "R3"));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.UNKNOWN_PLAYER);
        assertThat(bench.peer.player("Ann").rooms()).containsExactly("R2", "R3");
        assertThat(bench.takePackets()).hasSize(1).first().isInstanceOf(ClientState.class);
    }

    @Test
    void shouldSendOneDeltaPerFirstJoinAndLastLeave() {
        PeerBench bench = PeerBench.joined();

        bench.joinRoom("R1");
        bench.joinRoom("R1");
        bench.peer.leaveRoom(bench.nowNanos, "R1", bench);
        bench.peer.leaveRoom(bench.nowNanos, "R1", bench);
        bench.peer.leaveRoom(bench.nowNanos, "R1", bench);

        assertThat(bench.takePackets())
                .containsExactly(
                        new DeltaChannelState(SESSION, true, 0, "R1"), new DeltaChannelState(SESSION, false, 0, "R1"));
    }

    @Test
    void shouldCountASecondRoomWithTheSameIdAsTheFirst() {
        String[] twins = Rooms.withTheSameId();
        PeerBench bench = PeerBench.joined();

        bench.joinRoom(twins[0]);
        bench.joinRoom(twins[1]);
        bench.peer.leaveRoom(bench.nowNanos, twins[0], bench);
        assertThat(bench.takePackets()).containsExactly(new DeltaChannelState(SESSION, true, 0, twins[0]));
        bench.peer.leaveRoom(bench.nowNanos, twins[1], bench);

        assertThat(bench.takePackets()).containsExactly(new DeltaChannelState(SESSION, false, 0, twins[0]));
    }

    @Test
    void shouldJoinAgainAtOnceWhenTheHostHasAnotherSession() {
        PeerBench bench = PeerBench.joined("Ann");
        bench.joinRoom("R1");
        bench.state(1, "Ann", "R2");
        bench.forget();

        bench.receive(new ErrorWrongSession(SESSION));
        assertThat(bench.events).isEmpty();
        bench.receive(new ErrorWrongSession(SESSION + 1));

        assertThat(bench.takeEvents())
                .containsExactly(
                        new SessionLost(LossReason.WRONG_SESSION),
                        new PlayerExitedRoom("Ann", "R2"),
                        new PlayerLeft("Ann"));
        assertThat(bench.takePackets()).containsExactly(REQUEST);
        assertThat(bench.peer.clientId()).isEqualTo(-1);
        bench.receive(HandshakeResponse.withoutLists(SESSION + 1, 5));
        assertThat(bench.takePackets())
                .as("rooms outlive the session")
                .containsExactly(new ClientState(SESSION + 1, new ClientInfo("me", 5, CODEC), List.of("R1")));
    }

    @Test
    void shouldWaitHalfASecondLongerForEachAttemptUpToThree() {
        PeerBench bench = PeerBench.joined();
        bench.receive(new ErrorWrongSession(1));
        bench.forget();

        for (int attempt = 1; attempt <= 8; attempt++) {
            // A peer that asks to join has session 0, so any session is another one.
            bench.receive(new ErrorWrongSession(1));
            assertThat(bench.peer.phase()).isEqualTo(Phase.BACKING_OFF);
            long waitNanos = Math.min(attempt * 500_000_000L, 3_000_000_000L);
            bench.pass(waitNanos - 1);
            assertThat(bench.sent).as("attempt %d", attempt).isEmpty();
            bench.pass(1);
            assertThat(bench.takePackets()).as("attempt %d", attempt).containsExactly(REQUEST);
        }
        assertThat(bench.events).isEmpty();
    }

    @Test
    void shouldWaitLessAfterRunningWithoutError() {
        PeerBench bench = PeerBench.joined();
        for (int attempt = 0; attempt < 4; attempt++) {
            bench.receive(new ErrorWrongSession(1));
            bench.passMillis(1500);
        }
        bench.receive(HandshakeResponse.withoutLists(SESSION, 0));
        bench.pass(10_000_000_000L);
        bench.forget();

        bench.receive(new ErrorWrongSession(1));

        assertThat(bench.takePackets()).as("at once").containsExactly(REQUEST);
    }

    @Test
    void shouldIgnoreTheHostWhileBackingOff() {
        PeerBench bench = PeerBench.joined();
        bench.receive(new ErrorWrongSession(1));
        bench.receive(new ErrorWrongSession(1));
        bench.forget();

        bench.receive(new ErrorWrongSession(1));
        bench.receive(HandshakeResponse.withoutLists(1, 1));
        bench.state(1, "Ann");

        assertThat(bench.takeDrops())
                .containsExactly(PeerDrop.UNEXPECTED_TYPE, PeerDrop.UNEXPECTED_TYPE, PeerDrop.NOT_CONNECTED);
        assertThat(bench.peer.phase()).isEqualTo(Phase.BACKING_OFF);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void shouldForgetEverybodyWhenTheLinkIsGoneAndJoinAgainWithTheNextOne() {
        PeerBench bench = PeerBench.joined("Ann");

        bench.peer.handleDisconnected(bench.nowNanos, bench);

        assertThat(bench.takeEvents())
                .as("we never leave ourselves")
                .containsExactly(new SessionLost(LossReason.DISCONNECTED), new PlayerLeft("Ann"));
        assertThat(bench.peer.phase()).isEqualTo(Phase.DISCONNECTED);
        assertThat(bench.peer.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        bench.peer.handleConnected(bench.nowNanos, bench);
        assertThat(bench.takePackets()).containsExactly(REQUEST);
    }

    @Test
    void shouldStayAwayAfterLeaving() {
        PeerBench bench = PeerBench.joined("Ann");

        bench.peer.leave(bench.nowNanos, bench);
        bench.peer.handleDisconnected(bench.nowNanos, bench);

        assertThat(bench.takeEvents()).containsExactly(new SessionLost(LossReason.LEFT), new PlayerLeft("Ann"));
        assertThat(bench.sent).isEmpty();
        assertThat(bench.peer.phase()).isEqualTo(Phase.LEFT);
    }

    @Test
    void shouldDropWhatNoHostSends() {
        PeerBench bench = PeerBench.joined();

        bench.receive(REQUEST);
        bench.receive(new ServerRelay(true, SESSION, List.of(1), ByteString.emptyByteString()));
        bench.receive(new ServerRelay(false, SESSION, List.of(1), ByteString.emptyByteString()));
        bench.receive(new HandshakeP2P(SESSION, 1));
        assertThat(bench.takeDrops()).hasSize(4).containsOnly(PeerDrop.UNEXPECTED_TYPE);
        bench.peer.handlePacket(bench.nowNanos, ByteString.fromInts(0x8B, 0xC7, 99), bench);
        bench.peer.handlePacket(bench.nowNanos, ByteString.fromInts(0x8B, 0xC8, 2), bench);
        bench.peer.handlePacket(bench.nowNanos, ByteString.fromInts(0x8B, 0xC7, 1, 0), bench);
        bench.peer.handlePacket(bench.nowNanos, ByteString.fromInts(0x8B, 0xC7, 2, 0), bench);

        assertThat(bench.takeDrops())
                .containsExactly(PeerDrop.UNKNOWN_TYPE, PeerDrop.WRONG_MAGIC, PeerDrop.MALFORMED, PeerDrop.MALFORMED);
        assertThat(bench.events).isEmpty();
    }

    @Test
    void shouldDropPacketsOfAnotherSession() {
        PeerBench bench = PeerBench.joined("Ann");

        bench.receive(new RemoveClient(SESSION + 1, 1));
        bench.receive(new DeltaChannelState(SESSION + 1, true, 1, "R1"));
        bench.receive(new ClientState(SESSION + 1, new ClientInfo("Ben", 2, CODEC), List.of()));

        assertThat(bench.takeDrops()).hasSize(3).containsOnly(PeerDrop.WRONG_SESSION);
        assertThat(bench.events).isEmpty();
    }
}

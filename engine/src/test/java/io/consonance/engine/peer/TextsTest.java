package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.TextData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Text, both ways; section 10. We are id 0, Ann is 1, Ben is 2. */
class TextsTest {

    private PeerBench bench;

    @BeforeEach
    void join() {
        bench = PeerBench.joined("Ann", "Ben");
    }

    @Test
    void shouldSendToEverybodyElseInTheRoomWithoutBeingInIt() {
        bench.state(2, "Ben", "R1");
        bench.state(1, "Ann", "R2", "R1");
        bench.state(0, "me", "R2");

        assertThat(bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", bench)).isTrue();

        TextData text = new TextData(SESSION, RecipientType.ROOM, 0, RoomId.of("R1"), "hi");
        assertThat(bench.sent)
                .containsExactly(
                        new PeerBench.Sent(new ServerRelay(true, SESSION, List.of(1, 2), text.encode()), true));
    }

    @Test
    void shouldSendToTheRoomOfExactlyThatName() {
        String[] twins = Rooms.withTheSameId();
        bench.state(1, "Ann", twins[0]);
        bench.state(2, "Ben", twins[1]);

        bench.peer.sendTextToRoom(bench.nowNanos, twins[1], "", bench);

        assertThat(bench.destinations()).containsExactly(2);
    }

    @Test
    void shouldNotSendToARoomWithNobodyElse() {
        bench.state(0, "me", "R1");

        assertThat(bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", bench)).isFalse();
        assertThat(bench.peer.sendTextToRoom(bench.nowNanos, "R9", "hi", bench)).isFalse();

        assertThat(bench.sent).isEmpty();
        assertThat(bench.drops).isEmpty();
    }

    @Test
    void shouldSendToAPlayerButNotToItselfOrAStranger() {
        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Ben", "hi", bench))
                .isTrue();
        assertThat(bench.takePackets())
                .containsExactly(new ServerRelay(
                        true, SESSION, List.of(2), new TextData(SESSION, RecipientType.PLAYER, 0, 2, "hi").encode()));

        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "me", "hi", bench))
                .isFalse();
        assertThat(bench.drops).isEmpty();
        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Zoe", "hi", bench))
                .isFalse();

        assertThat(bench.sent).isEmpty();
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.TEXT_FOR_UNKNOWN_PLAYER);
    }

    @Test
    void shouldSplitATextForMoreThan255() {
        IntStream.rangeClosed(1, 300).forEach(id -> bench.state(id, "p" + id, "R1"));

        bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", bench);

        assertThat(bench.takePackets())
                .extracting(relay -> ((ServerRelay) relay).destinations().size())
                .containsExactly(255, 45);
    }

    @Test
    void shouldRefuseTextThatNoPacketHoldsAndTextWithoutASession() {
        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", "ü".repeat(32_700), bench))
                .isTrue();
        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", "ü".repeat(32_760), bench))
                .isFalse();
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.TEXT_TOO_LONG);
        assertThatNullPointerException()
                .isThrownBy(() -> bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", null, bench));
        bench.peer.handleDisconnected(bench.nowNanos, bench);

        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", "hi", bench))
                .isFalse();
        assertThat(bench.peer.sendTextToRoom(bench.nowNanos, "R1", "hi", bench)).isFalse();
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.NOT_CONNECTED, PeerDrop.NOT_CONNECTED);
    }

    @Test
    void shouldReceiveTextForRoomsItIsInAndForAnyPlayerItKnows() {
        bench.joinRoom("R1");

        bench.receive(new TextData(SESSION, RecipientType.ROOM, 1, RoomId.of("R1"), "to the room"));
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 1, 0, "to me"));
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 1, 2, "to Ben"));
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 1, 0, null));
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 1, 0, ""));

        assertThat(bench.takeEvents())
                .containsExactly(
                        new TextReceived("Ann", RecipientType.ROOM, "R1", "to the room"),
                        new TextReceived("Ann", RecipientType.PLAYER, "me", "to me"),
                        new TextReceived("Ann", RecipientType.PLAYER, "Ben", "to Ben"),
                        new TextReceived("Ann", RecipientType.PLAYER, "me", null),
                        new TextReceived("Ann", RecipientType.PLAYER, "me", ""));
    }

    @Test
    void shouldDropTextFromStrangersForOtherRoomsAndForUnknownPlayers() {
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 9, 0, "hi"));
        bench.receive(new TextData(SESSION, RecipientType.ROOM, 1, RoomId.of("R1"), "hi"));
        bench.receive(new TextData(SESSION, RecipientType.PLAYER, 1, 9, "hi"));
        bench.receive(new TextData(SESSION + 1, RecipientType.PLAYER, 1, 0, "hi"));

        assertThat(bench.takeDrops())
                .containsExactly(
                        PeerDrop.UNKNOWN_SENDER,
                        PeerDrop.TEXT_FOR_OTHER_ROOM,
                        PeerDrop.TEXT_FOR_UNKNOWN_PLAYER,
                        PeerDrop.WRONG_SESSION);
        assertThat(bench.events).isEmpty();
    }
}

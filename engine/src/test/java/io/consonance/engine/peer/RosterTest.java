package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.CODEC;
import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerExitedRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.RemoveClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Following the host's view of who is where; sections 4 and 5. */
class RosterTest {

    @Test
    void shouldRaiseItsOwnJoiningAndRoomsButNeverItsOwnLeaving() {
        PeerBench bench = new PeerBench();
        bench.join();
        bench.state(0, "me", "R1");
        bench.receive(new RemoveClient(SESSION, 0));

        assertThat(bench.takeEvents())
                .containsExactly(new PlayerEnteredRoom("me", "R1"), new PlayerExitedRoom("me", "R1"));
        assertThat(bench.peer.playerCount()).isZero();
    }

    @Test
    void shouldKeepNameAndCodecOfAKnownIdAndReplaceItsRooms() {
        PeerBench bench = PeerBench.joined();
        bench.state(4, "Ann", "A", "B");
        bench.state(4, "Eve", "C", "B", "C");

        assertThat(bench.takeEvents())
                .containsExactly(
                        new PlayerJoined("Ann", CODEC),
                        new PlayerEnteredRoom("Ann", "A"),
                        new PlayerEnteredRoom("Ann", "B"),
                        new PlayerExitedRoom("Ann", "A"),
                        new PlayerEnteredRoom("Ann", "C"));
        assertThat(bench.peer.player("Ann"))
                .isEqualTo(new RemotePlayer("Ann", 4, CODEC, List.of("B", "C"), false, false));
        assertThat(bench.peer.player("Eve")).isNull();
    }

    @Test
    void shouldRaiseRoomChangesOnlyWhenSomethingChanged() {
        PeerBench bench = PeerBench.joined("Ann");

        bench.receive(new DeltaChannelState(SESSION, false, 1, "R1"));
        bench.receive(new DeltaChannelState(SESSION, true, 1, "R1"));
        bench.receive(new DeltaChannelState(SESSION, true, 1, "R1"));
        bench.receive(new DeltaChannelState(SESSION, false, 1, "R1"));
        bench.receive(new DeltaChannelState(SESSION, true, 2, "R1"));
        bench.receive(new RemoveClient(SESSION, 2));

        assertThat(bench.takeEvents())
                .containsExactly(new PlayerEnteredRoom("Ann", "R1"), new PlayerExitedRoom("Ann", "R1"));
        assertThat(bench.takeDrops()).containsExactly(PeerDrop.UNKNOWN_PLAYER, PeerDrop.UNKNOWN_PLAYER);
    }

    @Test
    void shouldExitRoomsInReverseOrderOfTheirNamesBeforeLeaving() {
        PeerBench bench = PeerBench.joined("Ann");
        for (String room : List.of("b", "A", "B", "a")) {
            bench.receive(new DeltaChannelState(SESSION, true, 1, room));
        }
        bench.forget();

        bench.receive(new RemoveClient(SESSION, 1));

        assertThat(bench.takeEvents())
                .containsExactly(
                        new PlayerExitedRoom("Ann", "B"),
                        new PlayerExitedRoom("Ann", "b"),
                        new PlayerExitedRoom("Ann", "A"),
                        new PlayerExitedRoom("Ann", "a"),
                        new PlayerLeft("Ann"));
    }

    @Test
    void shouldShowTheCodecsOfTheOthers() {
        PeerBench bench = PeerBench.joined("Ann");

        assertThat(bench.peer.players()).extracting(RemotePlayer::name).containsExactly("me", "Ann");
        assertThat(bench.peer.player("Ann").codec()).isEqualTo(CodecSettings.opus(960));
    }

    @Test
    void shouldLetANewcomerTakeThePlaceThatBecameFreeLast() {
        PeerBench bench = PeerBench.joined("Ann", "Ben", "Cat");
        bench.receive(new RemoveClient(SESSION, 1));
        bench.receive(new RemoveClient(SESSION, 3));
        bench.state(9, "Dan");
        bench.state(8, "Eve");
        bench.state(7, "Fay");
        bench.forget();

        bench.peer.leave(bench.nowNanos, bench);

        assertThat(bench.takeEvents().stream().skip(1))
                .containsExactly(
                        new PlayerLeft("Eve"), new PlayerLeft("Ben"), new PlayerLeft("Dan"), new PlayerLeft("Fay"));
    }
}

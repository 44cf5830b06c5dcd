package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.ServerRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A session with many players and rooms, most of which do not concern us. */
class CrowdTest {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 40;

    /** With us, one for each id there is. */
    private static final int MOST_OTHERS = 65_534;

    @Test
    void shouldReachExactlyTheMembersOfItsRoomsHoweverTheyCome() {
        Random random = new Random(7);
        PeerBench bench = PeerBench.joined();
        List<String> spokenTo = List.of("room-1", "room-2", "room-3");
        spokenTo.forEach(bench::openRoom);
        for (int step = 0; step < 5_000; step++) {
            churn(random, bench);
            List<Integer> expected = membersInChannelOrder(bench.peer, spokenTo);
            bench.forget();
            bench.speak();

            List<Integer> destinations = new ArrayList<>();
            bench.sent.forEach(sent -> destinations.addAll(((ServerRelay) sent.packet()).destinations()));
            assertThat(destinations).as("step %d", step).isEqualTo(expected);
        }
    }

    @Test
    void shouldKnowAsManyPlayersAsThereAreIds() {
        PeerBench bench = PeerBench.joined();
        bench.openRoom("room-5000");
        for (int id = 1; id <= MOST_OTHERS; id++) {
            bench.state(id, "p" + id, "room-" + id / 8);
            bench.forget();
        }
        assertThat(bench.peer.players()).hasSize(1 + MOST_OTHERS);
        bench.speak();
        assertThat(bench.destinations())
                .containsExactly(40_000, 40_001, 40_002, 40_003, 40_004, 40_005, 40_006, 40_007);
        bench.receive(new RemoveClient(SESSION, 40_003));
        bench.speak();
        assertThat(bench.destinations()).hasSize(7).doesNotContain(40_003);
        for (int id = 1; id <= MOST_OTHERS; id++) {
            bench.receive(new RemoveClient(SESSION, id));
            bench.forget();
        }
        assertThat(bench.peer.players()).extracting(RemotePlayer::name).containsExactly("me");
    }

    @Test
    void shouldKeepOnlyRoomsItSpeaksToInItsIndex() {
        Players players = new Players();
        RoomIndex index = new RoomIndex(players);
        for (int id = 0; id < 10_000; id++) {
            Player player = players.add(new ClientInfo("p" + id, id, PeerBench.CODEC));
            player.enter("room-" + id / 8);
            index.entered(player, "room-" + id / 8);
        }
        assertThat(index.version()).isZero();
        assertThat(index.membersOf(RoomId.of("room-5")).count()).isGreaterThanOrEqualTo(8);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void shouldForgetRoomsItSpokeToLongAgo() {
        Players players = new Players();
        RoomIndex index = new RoomIndex(players);
        ChannelList channels = new ChannelList(players);
        Destinations destinations = new Destinations(index);
        for (int i = 0; i < 1_000; i++) {
            int channel = channels.open(true, "room-" + i, ChannelOptions.DEFAULT);
            channels.applyChanges();
            destinations.update(channels);
            assertThat(index.size()).isLessThanOrEqualTo(33);
            channels.close(channel);
            channels.applyChanges();
            channels.endPacket();
        }
    }

    @Test
    void shouldFollowAllOfManyOpenRooms() {
        PeerBench bench = PeerBench.joined("Ann");
        for (int i = 0; i < 100; i++) {
            bench.openRoom("room-" + i);
        }
        bench.speak();
        for (int i = 0; i < 100; i++) {
            bench.receive(new DeltaChannelState(SESSION, true, 1, "room-" + i));
            bench.forget();
            bench.speak();
            assertThat(bench.destinations()).as("room %d", i).containsExactly(1);
            bench.receive(new DeltaChannelState(SESSION, false, 1, "room-" + i));
        }
    }

    private static void churn(Random random, PeerBench bench) {
        int id = 1 + random.nextInt(PLAYERS);
        String room = "room-" + random.nextInt(ROOMS);
        switch (random.nextInt(5)) {
            case 0 -> bench.receive(new RemoveClient(SESSION, id));
            case 1 -> bench.receive(new DeltaChannelState(SESSION, false, id, room));
            case 2 -> bench.state(id, "p" + id, room, "room-" + random.nextInt(4));
            default -> bench.receive(new DeltaChannelState(SESSION, true, id, "room-" + random.nextInt(6)));
        }
    }

    private static List<Integer> membersInChannelOrder(PeerSession peer, List<String> rooms) {
        List<Integer> members = new ArrayList<>();
        for (String room : rooms) {
            peer.players().stream()
                    .filter(player -> player.rooms().contains(room))
                    .map(RemotePlayer::clientId)
                    .filter(id -> id != peer.clientId() && !members.contains(id))
                    .sorted()
                    .toList()
                    .forEach(members::add);
        }
        return members;
    }
}

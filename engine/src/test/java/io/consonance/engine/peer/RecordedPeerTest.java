package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.conversation.Conversation;
import io.consonance.engine.conversation.Conversation.Kind;
import io.consonance.engine.conversation.Conversation.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Recorded conversations, each client replaced by our machine while the server stays the recorded one: the same packets and
 * the same events, in the same ticks.
 */
class RecordedPeerTest {

    @Test
    void shouldJoinEnterRoomsAndLeaveAsRecorded() {
        Replay replay = new Replay("s1_join_rooms_leave", row -> true);

        replay.assertSame(8, row -> true);
    }

    @Test
    void shouldSpeakAndListenAsRecorded() {
        Replay replay = new Replay("s2_voice", row -> true);

        replay.assertSame(6, row -> true);
    }

    @Test
    void shouldTakeNamesOverAsRecorded() {
        Replay replay = new Replay("s5_duplicate_name", row -> true);

        replay.assertSame(4, row -> true);
    }

    /**
     * The recording differs in what it did by hand and in what section 15 changes:
     *
     * <ul>
     *   <li>From tick 22 on the packets of c4 are made by hand, not by the client.
     *   <li>A client that was told another session does not reach the host component that would rejoin, so its recording
     *       ends there (c1, c2), or it is as if nothing happened (c3, row 44; left out here, see the next test).
     *   <li>In tick 27 clients die of a truncated packet. Ours drops it.
     * </ul>
     */
    @Test
    void shouldBeThrownOutByAnotherSessionAsRecorded() {
        Replay replay = new Replay("s4_wrong_session", row -> row.sequence() != 44);

        replay.assertSame(
                4, row -> row.tick() < 27 && !(row.isToServer() && row.source().equals("c4") && row.tick() >= 22));
        assertThat(replay.peers.get("c1").wasKicked()).isTrue();
        assertThat(replay.peers.get("c2").wasKicked()).isTrue();
        assertThat(replay.peers.get("c3").drops)
                .as("one delta of an unknown client, one other session, one unknown type, two unreadable deltas")
                .containsExactly(
                        PeerDrop.WRONG_SESSION,
                        PeerDrop.UNKNOWN_PLAYER,
                        PeerDrop.UNKNOWN_TYPE,
                        PeerDrop.MALFORMED,
                        PeerDrop.MALFORMED);
        assertThat(replay.peers.get("c4").drops)
                .containsExactly(PeerDrop.UNKNOWN_PLAYER, PeerDrop.MALFORMED, PeerDrop.MALFORMED);
    }

    @Test
    void shouldIgnoreItsOwnSessionAndBeThrownOutByAnotherOne() {
        Replay replay = new Replay("s4_wrong_session", row -> row.tick() < 17);

        replay.assertSame(3, row -> row.tick() < 17);
        assertThat(replay.peers.get("c3").wasKicked()).isTrue();
    }

    /** Feeds a recording to our machines, client by client in the order in which the original let them run. */
    private static final class Replay {

        final Map<String, ConversationPeer> peers = new TreeMap<>();
        private final List<Row> rows;

        Replay(String name, Predicate<Row> part) {
            rows = Conversation.read(name).rows().stream().filter(part).toList();
            int lastTick = rows.get(rows.size() - 1).tick();
            for (int tick = 0; tick <= lastTick + 1; tick++) {
                play(tick);
            }
        }

        /** Clients have their turns in their order; then come scripted actions and packets made by hand. */
        private void play(int tick) {
            Set<String> hadTurn = new HashSet<>();
            for (Row row : rows) {
                if (row.tick() != tick) {
                    continue;
                }
                boolean ofClient = row.isToServer() || row.kind() == Kind.EVT;
                if (ofClient || row.kind() == Kind.ACT || row.source().equals("inject")) {
                    boolean isTurn = ofClient && peers.containsKey(row.source());
                    giveTurns(tick, isTurn ? row.source() : "d", hadTurn);
                }
                if (row.kind() == Kind.ACT && !row.source().equals("server")) {
                    hadTurn.add(row.source());
                    peers.computeIfAbsent(row.source(), place -> new ConversationPeer(place, (packet, reliable) -> {}))
                            .act(row);
                }
                ConversationPeer destination = peers.get(row.destination());
                if (row.kind() == Kind.PKT && destination != null) {
                    destination.take(row.packet());
                }
            }
            giveTurns(tick, "d", hadTurn);
        }

        private void giveTurns(int tick, String upTo, Set<String> hadTurn) {
            peers.forEach((place, peer) -> {
                if (place.compareTo(upTo) <= 0 && hadTurn.add(place)) {
                    peer.update(tick);
                }
            });
        }

        void assertSame(int expectedPeers, Predicate<Row> part) {
            List<Row> expected = rows.stream().filter(part).toList();
            assertThat(peers).hasSize(expectedPeers);
            peers.forEach((place, peer) -> {
                assertThat(peer.packets)
                        .as("packets of %s", place)
                        .isEqualTo(ConversationPeer.recordedPackets(expected, place));
                assertThat(peer.events)
                        .as("events of %s", place)
                        .isEqualTo(ConversationPeer.recordedEvents(expected, place));
            });
        }
    }
}

package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.conversation.Conversation;
import io.consonance.engine.conversation.Conversation.Kind;
import io.consonance.engine.conversation.Conversation.Row;
import io.consonance.engine.host.HandshakeState;
import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/**
 * Recorded conversations played by our host and our peers together, only the script taken from the recording: the same
 * packets both ways and the same events, in the same ticks. Free are the order inside a burst of ClientStates and the order
 * of rooms; every other difference is named with its rows.
 */
class RecordedTogetherTest {

    private static final HostSettings LIKE_THE_ORIGINAL =
            HostSettings.defaults().withHandshakeState(HandshakeState.SEPARATE).withIdQuarantine(Duration.ZERO);

    @Test
    void shouldJoinEnterRoomsAndLeaveAsRecorded() {
        new Play("s1_join_rooms_leave", Set.of()).assertSame(Set.of());
    }

    @Test
    void shouldSpeakAndListenAsRecorded() {
        new Play("s2_voice", Set.of()).assertSame(Set.of());
    }

    @Test
    void shouldMeetWrongSessionsAndDamageAsRecordedOrDropThem() {
        Play play = new Play(
                "s4_wrong_session",
                // c3 is told another session and carries on in the recording, where nothing would let it rejoin.
                Set.of(44));

        play.assertSame(rows(
                // Section 15: a ClientState without a handshake makes no client, here "ghost" at c60.
                rows(51, 54),
                rows(60, 60),
                rows(65, 65),
                rows(69, 70),
                rows(76, 76),
                rows(83, 83),
                // Section 15: a ClientState under another name than its sender's is dropped.
                rows(74, 79),
                // Section 15: a DeltaChannelState with another id than its sender's is dropped.
                rows(81, 84),
                // Section 15: an inner packet that is neither voice nor text is not relayed.
                rows(100, 100),
                // Section 15: a damaged packet is dropped; the original passes it on and everybody dies of it.
                rows(104, 129),
                // Packets of c4 that were made by hand.
                rows(73, 73),
                rows(80, 80),
                rows(88, 109)));
        assertThat(play.peers.get("c1").wasKicked()).isTrue();
        assertThat(play.peers.get("c2").wasKicked()).isTrue();
        assertThat(play.peers.get("c3").drops).containsExactly(PeerDrop.WRONG_SESSION);
        assertThat(play.peers.get("c4").drops).isEmpty();
        assertThat(play.unexpectedPackets).isEmpty();
    }

    @Test
    void shouldTakeNamesOverAsRecordedButCloseTheOlderConnection() {
        Play play = new Play("s5_duplicate_name", Set.of());

        play.assertSame(rows(
                // Section 15: c1, whose name c4 took over in tick 5, is closed and cannot enter R2 any more.
                rows(72, 83),
                rows(101, 101),
                rows(122, 122),
                rows(139, 139),
                // Their states are told below, without R2.
                rows(89, 89),
                rows(112, 112)));
        assertThat(play.peers.get("c1").eventsOfReject)
                .as("what the recording has for c1 in tick 10")
                .containsExactly(
                        "PlayerExitedRoom {\"name\":\"Ann\",\"room\":\"R1\"}",
                        "PlayerExitedRoom {\"name\":\"Ben\",\"room\":\"R1\"}",
                        "PlayerLeft {\"name\":\"Ben\"}",
                        "PlayerLeft {\"name\":\"Cat\"}");
        assertThat(play.unexpectedPackets)
                .as("the state of Ann as of ticks 13 and 17, in R9 only")
                .containsExactly(
                        "c2 13 R 8bc701010203040004416e6e000001000003c00000bb80000100035239",
                        "c2 17 R 8bc701010203040004416e6e000001000003c00000bb80000100035239");
    }

    private static Set<Integer> rows(int first, int last) {
        Set<Integer> rows = new HashSet<>();
        IntStream.rangeClosed(first, last).forEach(rows::add);
        return rows;
    }

    @SafeVarargs
    private static Set<Integer> rows(Set<Integer>... parts) {
        Set<Integer> rows = new HashSet<>();
        for (Set<Integer> part : parts) {
            rows.addAll(part);
        }
        return rows;
    }

    /** One tick after the other: every client has its turn, then the script goes on. The host answers at once. */
    private static final class Play implements HostOutbox {

        final Map<String, ConversationPeer> peers = new TreeMap<>();
        /** Packets from the host that the recording has instead of others; filled by {@link #assertSame}. */
        final List<String> unexpectedPackets = new ArrayList<>();

        private final Map<String, List<String>> fromHost = new TreeMap<>();
        private final Map<String, Long> links = new HashMap<>();
        private final List<String> places = new ArrayList<>();
        private final List<Row> rows;
        private HostSession host;
        private int tick;

        Play(String name, Set<Integer> leftOut) {
            rows = Conversation.read(name).rows();
            int lastTick = rows.get(rows.size() - 1).tick();
            for (tick = 0; tick <= lastTick; tick++) {
                peers.forEach((place, peer) -> peer.update(tick));
                rows.stream()
                        .filter(row -> row.tick() == tick && !leftOut.contains(row.sequence()))
                        .forEach(this::script);
            }
        }

        private void script(Row row) {
            if (row.isAction("server", "start")) {
                host = new HostSession(row.json().get("session").asInt(), LIKE_THE_ORIGINAL);
            } else if (row.isAction("server", "stop")) {
                host.close(nowNanos(), RejectCode.DRAINING, "stopped", this);
            } else if (row.kind() == Kind.ACT) {
                peers.computeIfAbsent(row.source(), this::newPeer).act(row);
                if (row.type().equals("disconnect")) {
                    host.handleLinkClosed(nowNanos(), linkOf(row.source()), this);
                }
            } else if (row.kind() == Kind.PKT && row.source().equals("inject")) {
                peers.get(row.destination()).take(row.packet());
            } else if (row.isToServer() && isMadeByHand(row)) {
                host.handlePacket(nowNanos(), linkOf(row.source()), row.reliable(), row.packet(), this);
            }
        }

        /** Of connections without a client, and in s4 what c4 "sent" after its ClientState. */
        private boolean isMadeByHand(Row row) {
            return !peers.containsKey(row.source()) || row.source().equals("c4") && row.sequence() >= 73 && isS4();
        }

        private boolean isS4() {
            return rows.get(0).sequence() == 0
                    && rows.stream().anyMatch(row -> row.source().equals("c60"));
        }

        private ConversationPeer newPeer(String place) {
            return new ConversationPeer(
                    place, (packet, reliable) -> host.handlePacket(nowNanos(), linkOf(place), reliable, packet, this));
        }

        private long linkOf(String place) {
            return links.computeIfAbsent(place, fresh -> {
                places.add(place);
                return (long) places.size() - 1;
            });
        }

        private long nowNanos() {
            return tick * Conversation.TICK_NANOS;
        }

        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            String place = places.get((int) link);
            fromHost.computeIfAbsent(place, fresh -> new ArrayList<>())
                    .add(ConversationPeer.packetLine(tick, reliable, packet));
            if (peers.containsKey(place)) {
                peers.get(place).take(packet);
            }
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            String place = places.get((int) link);
            if (peers.containsKey(place)) {
                peers.get(place).reject();
            }
        }

        @Override
        public void event(HostEvent event) {
            // The recordings tell what clients saw.
        }

        @Override
        public void dropped(long link, HostDrop reason) {
            // The host's own replay checks these.
        }

        void assertSame(Set<Integer> differing) {
            List<Row> same = rows.stream()
                    .filter(row -> !differing.contains(row.sequence()))
                    .toList();
            peers.forEach((place, peer) -> {
                assertThat(peer.packets)
                        .as("packets of %s", place)
                        .isEqualTo(ConversationPeer.recordedPackets(same, place));
                assertThat(withSortedEntries(peer.events))
                        .as("events of %s", place)
                        .isEqualTo(withSortedEntries(ConversationPeer.recordedEvents(same, place)));
            });
            Set<String> receivers = new HashSet<>(fromHost.keySet());
            same.stream().filter(Row::isFromServer).map(Row::destination).forEach(receivers::add);
            for (String place : receivers) {
                assertSamePacketsTo(place, same);
            }
        }

        private void assertSamePacketsTo(String place, List<Row> same) {
            List<String> expected = new ArrayList<>();
            same.stream()
                    .filter(row -> row.isFromServer() && row.destination().equals(place))
                    .map(row -> ConversationPeer.packetLine(row.tick(), row.reliable(), row.packet()))
                    .forEach(expected::add);
            List<String> actual = new ArrayList<>(fromHost.getOrDefault(place, List.of()));
            boolean someDiffer = same.size() < rows.size();
            if (someDiffer) {
                List<String> unexpected = new ArrayList<>(actual);
                unexpected.removeAll(expected);
                actual.removeAll(unexpected);
                unexpected.forEach(line -> unexpectedPackets.add(place + " " + line));
            }
            assertThat(inFreeOrder(actual)).as("packets to %s", place).isEqualTo(inFreeOrder(expected));
        }

        /** Sorts the rooms of each ClientState, and each run of ClientStates of one tick. */
        private static List<String> inFreeOrder(List<String> lines) {
            lines.replaceAll(Play::withSortedRooms);
            return withSortedRuns(lines, line -> line.contains(" R ClientState") ? line.split(" ")[0] : null);
        }

        private static String withSortedRooms(String line) {
            String hex = line.substring(line.lastIndexOf(' ') + 1);
            try {
                if (Packet.decode(ByteString.fromArray(HexFormat.of().parseHex(hex))) instanceof ClientState state) {
                    List<String> rooms = state.rooms().stream().sorted().toList();
                    return line.replace(hex, new ClientState(state.session(), state.client(), rooms).toString());
                }
                return line;
            } catch (MalformedPacketException e) {
                throw new AssertionError(line, e);
            }
        }

        /** The rooms of a ClientState are entered in its order, which is free. */
        private static List<String> withSortedEntries(List<String> events) {
            return withSortedRuns(
                    new ArrayList<>(events),
                    line -> line.contains(" PlayerEnteredRoom ") ? line.substring(0, line.indexOf("\"room\"")) : null);
        }

        /** Sorts runs of lines with the same key; those without key stay. */
        private static List<String> withSortedRuns(List<String> lines, UnaryOperator<String> keyOf) {
            for (int from = 0, to; from < lines.size(); from = Math.max(to, from + 1)) {
                String key = keyOf.apply(lines.get(from));
                to = from;
                while (key != null && to < lines.size() && key.equals(keyOf.apply(lines.get(to)))) {
                    to++;
                }
                lines.subList(from, to).sort(null);
            }
            return lines;
        }
    }
}

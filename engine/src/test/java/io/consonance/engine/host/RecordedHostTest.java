package io.consonance.engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.conversation.Conversation;
import io.consonance.engine.conversation.Conversation.Kind;
import io.consonance.engine.conversation.Conversation.Row;
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
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/**
 * What unmodified clients sent, fed to the host machine: it answers with the packets the unmodified server sent. The order
 * inside a burst of ClientStates and the order of rooms are free; every other difference is named.
 */
class RecordedHostTest {

    private static final HostSettings LIKE_THE_ORIGINAL =
            HostSettings.defaults().withHandshakeState(HandshakeState.SEPARATE).withIdQuarantine(Duration.ZERO);

    @Test
    void shouldAnswerJoinsRoomsAndLeavesAsRecorded() {
        replay("s1_join_rooms_leave", new Deviations());
    }

    @Test
    void shouldRelayVoiceAsRecorded() {
        replay("s2_voice", new Deviations());
    }

    @Test
    void shouldAnswerWrongSessionsAsRecordedAndDropWhatTheOriginalDiesOf() {
        Deviations deviations = new Deviations()
                .drops(25, HostDrop.WRONG_SESSION, "answered as recorded")
                .drops(30, HostDrop.WRONG_SESSION, "answered as recorded")
                .drops(88, HostDrop.WRONG_MAGIC, "ignored as recorded")
                .drops(90, HostDrop.UNKNOWN_TYPE, "ignored as recorded")
                .drops(92, HostDrop.UNEXPECTED_TYPE, "ignored as recorded")
                .drops(96, HostDrop.INNER_TYPE_REFUSED, "dropped as recorded")
                .drops(97, HostDrop.INNER_MALFORMED, "dropped as recorded")
                .drops(101, HostDrop.MALFORMED, "damaged packet: truncated")
                .silentAndDrops(50, HostDrop.NOT_JOINED, "ClientState in another client's name: no client of its own")
                .withoutClient("c60", "ghost")
                .silentAndDrops(73, HostDrop.FORGED_CLIENT, "ClientState in another client's name: not its name")
                .silentAndDrops(80, HostDrop.FORGED_CLIENT, "DeltaChannelState in another client's name: not its id")
                .rejects(94, "c70", RejectCode.NAME_REFUSED, "a null name is refused, not only ignored")
                .silentAndDrops(99, HostDrop.INNER_TYPE_REFUSED, "relayed inner types: unknown type")
                .silentAndDrops(103, HostDrop.MALFORMED, "damaged packet: truncated")
                .silentAndDrops(109, HostDrop.MALFORMED, "damaged packet: null room");

        replay("s4_wrong_session", deviations);
    }

    @Test
    void shouldHandNamesOverAsRecorded() {
        Deviations deviations = new Deviations()
                .rejects(47, "c1", RejectCode.KICKED, "second connection with the same name: the old one is closed")
                .silentAndDrops(72, HostDrop.LINK_REFUSED, "second connection with the same name: the old has no say")
                .withoutRoom("Ann", "R2")
                .rejects(129, "c4", RejectCode.KICKED, "second connection with the same name: the old one is closed");

        replay("s5_duplicate_name", deviations);
    }

    /** Where the machine may differ from the recording, by the row of what it was fed. All of them must come true. */
    private static final class Deviations {

        private final Map<Integer, HostDrop> drops = new HashMap<>();
        private final Set<Integer> silent = new HashSet<>();
        private final Map<Integer, String> rejects = new HashMap<>();
        private final Set<String> clientsThatAreNot = new HashSet<>();
        private final Map<String, String> roomsNotEntered = new HashMap<>();

        Deviations drops(int row, HostDrop reason, String why) {
            drops.put(row, reason);
            return this;
        }

        /** The original passed something on; here nothing comes out. */
        Deviations silentAndDrops(int row, HostDrop reason, String why) {
            silent.add(row);
            return drops(row, reason, why);
        }

        /** Nobody was told anything by the original; the link is rejected here, in addition to what was recorded. */
        Deviations rejects(int row, String client, RejectCode code, String why) {
            rejects.put(row, client + " " + code);
            return this;
        }

        /** A client that the original made up from a packet does not exist here: nothing goes to it or tells of it. */
        Deviations withoutClient(String connection, String name) {
            clientsThatAreNot.add(connection);
            clientsThatAreNot.add(name);
            return this;
        }

        /** A room that this client is in only because the original let a superseded connection put it there. */
        Deviations withoutRoom(String client, String room) {
            roomsNotEntered.put(client, room);
            return this;
        }

        boolean allowsNot(String connection, Packet packet) {
            return clientsThatAreNot.contains(connection)
                    || packet instanceof ClientState state
                            && clientsThatAreNot.contains(state.client().name());
        }
    }

    private record Step(Row input, List<Row> answers) {}

    private static void replay(String name, Deviations deviations) {
        Map<String, Long> links = new HashMap<>();
        Map<Long, String> connections = new HashMap<>();
        RecordingOutbox out = new RecordingOutbox();
        HostSession session = null;
        for (Step step : stepsOf(Conversation.read(name))) {
            Row input = step.input();
            long link = links.computeIfAbsent(input.source(), fresh -> (long) links.size());
            connections.put(link, input.source());
            if (input.isAction("server", "start")) {
                session = new HostSession(input.json().get("session").asInt(), LIKE_THE_ORIGINAL);
            } else if (input.isAction("server", "stop")) {
                session.close(input.atNanos(), RejectCode.DRAINING, "stopped", out);
            } else if (input.isToServer()) {
                session.handlePacket(input.atNanos(), link, input.reliable(), input.packet(), out);
            } else {
                session.handleLinkClosed(input.atNanos(), link, out);
            }
            Map<String, List<String>> answers = new TreeMap<>();
            for (RecordingOutbox.Sent sent : out.takeSent()) {
                add(answers, connections.get(sent.link()), sent.reliable(), sent.packet(), deviations);
            }
            Map<String, List<String>> recorded = new TreeMap<>();
            for (Row answer : deviations.silent.contains(input.sequence()) ? List.<Row>of() : step.answers()) {
                add(recorded, answer.destination(), answer.reliable(), answer.packet(), deviations);
            }
            assertThat(inFreeOrder(answers)).as("answers to row %s", input).isEqualTo(inFreeOrder(recorded));
            assertThat(out.takeDropped().stream().map(RecordingOutbox.Dropped::reason))
                    .as("drops of row %s", input)
                    .isEqualTo(listOf(deviations.drops.remove(input.sequence())));
            List<String> rejected = new ArrayList<>();
            out.takeRejected().forEach(one -> rejected.add(connections.get(one.link()) + " " + one.code()));
            if (!input.isAction("server", "stop")) {
                assertThat(rejected)
                        .as("rejects at row %s", input)
                        .isEqualTo(listOf(deviations.rejects.remove(input.sequence())));
            }
        }
        assertThat(deviations.drops).isEmpty();
        assertThat(deviations.rejects).isEmpty();
    }

    /** Whatever the server was given, with all it sent until it was given something else. */
    private static List<Step> stepsOf(Conversation conversation) {
        List<Step> steps = new ArrayList<>();
        for (Row row : conversation.rows()) {
            boolean isServerAction = row.kind() == Kind.ACT && row.source().equals("server");
            boolean isDisconnect = row.kind() == Kind.ACT && row.type().equals("disconnect");
            if (row.isToServer() || isServerAction || isDisconnect) {
                steps.add(new Step(row, new ArrayList<>()));
            } else if (row.isFromServer()) {
                steps.get(steps.size() - 1).answers().add(row);
            }
        }
        return steps;
    }

    private static void add(
            Map<String, List<String>> packets,
            String connection,
            boolean reliable,
            ByteString bytes,
            Deviations deviations) {
        Packet packet;
        try {
            packet = Packet.decode(bytes);
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        }
        if (deviations.allowsNot(connection, packet)) {
            return;
        }
        String text = HexFormat.of().formatHex(bytes.toArrayUnsafe());
        if (packet instanceof ClientState state) {
            String notEntered = deviations.roomsNotEntered.get(state.client().name());
            List<String> rooms = state.rooms().stream()
                    .filter(room -> !room.equals(notEntered))
                    .sorted()
                    .toList();
            text = "ClientState " + new ClientState(state.session(), state.client(), rooms);
        }
        packets.computeIfAbsent(connection, fresh -> new ArrayList<>()).add((reliable ? "R " : "U ") + text);
    }

    /** Sorts each run of ClientStates. */
    private static Map<String, List<String>> inFreeOrder(Map<String, List<String>> packets) {
        packets.values().forEach(list -> {
            for (int from = 0; from < list.size(); from++) {
                int to = from;
                while (to < list.size() && list.get(to).contains("ClientState")) {
                    to++;
                }
                list.subList(from, to).sort(null);
                from = Math.max(from, to - 1);
            }
        });
        return packets;
    }

    private static <T> List<T> listOf(T valueOrNull) {
        return valueOrNull == null ? List.of() : List.of(valueOrNull);
    }
}

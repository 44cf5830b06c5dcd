package io.consonance.engine.host;

import static io.consonance.engine.host.HostBench.CODEC;
import static io.consonance.engine.host.HostBench.SEPARATE;
import static io.consonance.engine.host.HostBench.SESSION;
import static io.consonance.engine.host.HostBench.delta;
import static io.consonance.engine.host.HostBench.relay;
import static io.consonance.engine.host.HostBench.state;
import static io.consonance.engine.host.HostBench.text;
import static io.consonance.engine.host.HostBench.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.host.RecordingOutbox.Rejected;
import io.consonance.engine.host.RecordingOutbox.Sent;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.TextData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 15: what a session does with clients that do not keep to the rules. Nobody else notices any of it. */
class HostStrictnessTest {

    private static final long ANN = 10;
    private static final long BEN = 11;
    private static final long STRANGER = 99;

    private final HostBench bench = new HostBench(SEPARATE);

    @BeforeEach
    void annAndBenAreThere() {
        bench.join(ANN, "Ann", "R1");
        bench.join(BEN, "Ben", "R1");
    }

    @Test
    void shouldDropDamagedPacketsOfEveryTypeAtEveryLength() {
        List<Packet> packets = List.of(
                state(1, "Ben", "R1"), delta(true, 1, "R2"), relay(true, text(1, "x"), 0), relay(false, voice(1), 0));
        for (Packet packet : packets) {
            ByteString bytes = packet.encode();
            for (int length = 2; length < bytes.length(); length++) {
                boolean isOnlyWithoutRooms = packet instanceof ClientState && length == 7 + 5 + 2 + 9
                        || packet instanceof ClientState && length == 7 + 5 + 2 + 9 + 1;
                if (!isOnlyWithoutRooms) {
                    bench.receive(BEN, bytes.take(length));
                    assertThat(bench.takeDrops()).as(packet + " " + length).containsExactly(HostDrop.MALFORMED);
                }
            }
        }
        ByteString handshake = new HandshakeRequest(CODEC, "Ben").encode();
        for (int length = 2; length < handshake.length(); length++) {
            bench.receive(BEN, handshake.take(length));
            assertThat(bench.takeDrops()).containsExactly(HostDrop.MALFORMED);
        }
        assertThat(HostDrop.MALFORMED.damage()).isTrue();
        assertNobodyNoticed();
    }

    @Test
    void shouldTakeNullRoomsAndCountsBeyondTheDataForDamage() {
        bench.receive(BEN, hex("8bc709 01020304 01 0001 0000"));
        bench.receive(BEN, hex("8bc701 01020304 000442656e 0001 01000003c00000bb80 0001 0000"));
        bench.receive(BEN, hex("8bc701 01020304 000442656e 0001 01000003c00000bb80 ffff 0002"));
        bench.receive(BEN, hex("8bc701 01020304 0000 0001 01000003c00000bb80 0000"));
        bench.receive(BEN, hex("8bc707 01020304 ff 0000 0003 8bc763"));

        assertThat(bench.takeDrops()).hasSize(5).containsOnly(HostDrop.MALFORMED);
        assertNobodyNoticed();
    }

    @Test
    void shouldNotCountOtherDropsAsDamage() {
        for (HostDrop reason : HostDrop.values()) {
            assertThat(reason.damage()).isEqualTo(reason == HostDrop.MALFORMED);
        }
    }

    @Test
    void shouldDropAStateInAnotherClientsName() {
        bench.receive(BEN, state(0, "Ann", "R2"));
        bench.receive(BEN, state(0, "Ben", "R2"));
        bench.receive(BEN, state(1, "Ann", "R2"));
        bench.receive(BEN, state(40, "ghost", "R2"));
        bench.receive(BEN, delta(true, 0, "R2"));
        bench.receive(BEN, delta(false, 999, "R1"));

        assertThat(bench.takeDrops()).hasSize(6).containsOnly(HostDrop.FORGED_CLIENT);
        assertNobodyNoticed();
    }

    @Test
    void shouldDropEverythingButAHandshakeFromALinkThatHasNotJoined() {
        bench.receive(STRANGER, state(40, "ghost", "R2"));
        bench.receive(STRANGER, delta(true, 0, "R2"));
        bench.receive(STRANGER, relay(true, text(1, "x"), 0));
        bench.receiveUnreliably(STRANGER, relay(false, voice(1), 0).encode());

        assertThat(bench.takeDrops()).hasSize(4).containsOnly(HostDrop.NOT_JOINED);
        assertNobodyNoticed();
    }

    @Test
    void shouldDropForgedAndDamagedInnerPackets() {
        bench.receive(BEN, relay(false, voice(0), 0));
        bench.receive(BEN, relay(true, text(0, "x"), 0));
        bench.receive(BEN, relay(false, text(1, "x"), 0));
        bench.receive(BEN, relay(true, new HandshakeP2P(SESSION, 1).encode(), 0));
        bench.receive(BEN, relay(true, new TextData(SESSION + 1, RecipientType.ROOM, 1, 2, "x").encode(), 0));
        bench.receive(BEN, relay(false, voice(1).dropRight(1), 0));

        assertThat(bench.takeDrops())
                .containsExactly(
                        HostDrop.FORGED_SENDER,
                        HostDrop.FORGED_SENDER,
                        HostDrop.INNER_TYPE_REFUSED,
                        HostDrop.INNER_TYPE_REFUSED,
                        HostDrop.INNER_WRONG_SESSION,
                        HostDrop.INNER_MALFORMED);
        assertNobodyNoticed();
    }

    @Test
    void shouldServeARepeatedDestinationOnce() {
        bench.receive(BEN, relay(false, voice(1), 0, 0, 0, 1, 7, 0));

        assertThat(bench.out.takeSent()).containsExactly(new Sent(ANN, voice(1), false));
    }

    @Test
    void shouldRefuseReliableTypesOnTheUnreliableCarrier() {
        bench.receiveUnreliably(BEN, state(1, "Ben").encode());
        bench.receiveUnreliably(BEN, delta(true, 1, "R2").encode());
        bench.receiveUnreliably(BEN, relay(true, text(1, "x"), 0).encode());
        bench.receiveUnreliably(STRANGER, new HandshakeRequest(CODEC, "Eve").encode());

        assertThat(bench.takeDrops()).hasSize(4).containsOnly(HostDrop.WRONG_CARRIER);
        assertNobodyNoticed();
    }

    @Test
    void shouldDropAnUnreliablePacketAboveTheDatagramLimitOnAnyCarrier() {
        ByteString large = relay(false, voice(1), 0).encode().concat(ByteString.fromArrayUnsafe(new byte[1200]));

        bench.receive(BEN, large);
        bench.receiveUnreliably(BEN, large);

        assertThat(bench.takeDrops()).containsExactly(HostDrop.TOO_LARGE, HostDrop.TOO_LARGE);
        assertNobodyNoticed();
    }

    @Test
    void shouldIgnoreTypesThatNoClientSendsToAHost() {
        bench.receive(BEN, voice(1));
        bench.receive(BEN, text(1, "x"));
        bench.receive(BEN, HandshakeResponse.withoutLists(SESSION, 1));
        bench.receive(BEN, new ErrorWrongSession(SESSION));
        bench.receive(BEN, new RemoveClient(SESSION, 0));
        bench.receiveUnreliably(BEN, new HandshakeP2P(SESSION, 1).encode());
        assertThat(bench.takeDrops()).hasSize(6).containsOnly(HostDrop.UNEXPECTED_TYPE);

        bench.receive(BEN, hex("8bc763"));
        bench.receive(BEN, hex("8bc800"));
        bench.receive(BEN, hex("8b"));
        bench.receive(BEN, hex(""));
        assertThat(bench.takeDrops())
                .containsExactly(
                        HostDrop.UNKNOWN_TYPE, HostDrop.WRONG_MAGIC, HostDrop.WRONG_MAGIC, HostDrop.WRONG_MAGIC);
        assertNobodyNoticed();
    }

    @Test
    void shouldAnswerAWrongSessionUnreliablyToAnyLink() {
        DeltaChannelState stale = new DeltaChannelState(SESSION + 1, true, 1, "R2");

        bench.receive(BEN, stale);
        bench.receive(STRANGER, stale);
        bench.receiveUnreliably(STRANGER, hex("8bc708 0a0b0c0d 00 0000"));

        ByteString answer = new ErrorWrongSession(SESSION).encode();
        assertThat(bench.out.takeSent())
                .containsExactly(
                        new Sent(BEN, answer, false),
                        new Sent(STRANGER, answer, false),
                        new Sent(STRANGER, answer, false));
        assertThat(bench.takeDrops()).hasSize(3).containsOnly(HostDrop.WRONG_SESSION);
        assertNobodyNoticed();
    }

    @Test
    void shouldAnswerTenWrongSessionsInAllWhicheverWayTheyCame() {
        for (int i = 0; i < 6; i++) {
            bench.receive(BEN, new DeltaChannelState(SESSION + 1, true, 1, "R2"));
            bench.session.handleWrongSession(bench.nowNanos, BEN, bench.out);
        }

        ByteString answer = new ErrorWrongSession(SESSION).encode();
        assertThat(bench.out.takeSent()).hasSize(10).containsOnly(new Sent(BEN, answer, false));
    }

    @Test
    void shouldAnswerWrongSessionsTenTimesInAnySecond() {
        DeltaChannelState stale = new DeltaChannelState(SESSION + 1, true, 1, "R2");
        int answers = 0;
        for (int millis = 0; millis < 5_000; millis += 10) {
            bench.receive(BEN, stale);
            answers += bench.out.takeSent().size();
            bench.advance(Duration.ofMillis(10));
        }

        assertThat(answers).isEqualTo(50);
        bench.receive(STRANGER, stale);
        assertThat(bench.out.takeSent()).hasSize(1);
        assertThat(bench.takeDrops()).hasSize(501).containsOnly(HostDrop.WRONG_SESSION);
    }

    @Test
    void shouldRefuseNullAndOverlongNamesButNotTheEmptyOne() {
        bench.handshake(20, null);
        bench.handshake(21, "n".repeat(513));
        bench.handshake(22, "\u00e9".repeat(257));
        assertThat(bench.out.takeRejected())
                .containsExactly(
                        new Rejected(20, RejectCode.NAME_REFUSED),
                        new Rejected(21, RejectCode.NAME_REFUSED),
                        new Rejected(22, RejectCode.NAME_REFUSED));
        assertNobodyNoticed();

        assertThat(bench.join(23, "")).isEqualTo(2);
        assertThat(bench.join(24, "n".repeat(512))).isEqualTo(3);
    }

    @Test
    void shouldRemoveAMemberWhoseNewNameIsRefused() {
        bench.handshake(BEN, null);

        assertThat(bench.out.takeRejected()).containsExactly(new Rejected(BEN, RejectCode.NAME_REFUSED));
        assertThat(bench.out.takePacketsTo(ANN)).containsExactly(new RemoveClient(SESSION, 1));
        assertThat(bench.session.roster().size()).isEqualTo(1);
    }

    @Test
    void shouldNotLetOneLinkPutEveryIdInQuarantine() {
        for (int i = 0; i < 16; i++) {
            bench.handshake(BEN, "Ben " + i);
        }
        assertThat(bench.out.takeRejected()).isEmpty();
        bench.handshake(BEN, "Ben 15");
        assertThat(bench.session.roster().memberAt(BEN).name()).isEqualTo("Ben 15");

        bench.handshake(BEN, "Ben 16");
        assertThat(bench.out.takeRejected()).containsExactly(new Rejected(BEN, RejectCode.RATE_LIMITED));
        assertThat(bench.session.roster().members()).extracting(Member::name).containsExactly("Ann");

        bench.closeLink(BEN);
        bench.join(BEN + 1, "Ben 16");
        assertThat(bench.session.roster().memberNamed("Ben 16").link()).isEqualTo(BEN + 1);
    }

    @Test
    void shouldRefuseWhoComesWhenTheSessionIsFull() {
        HostBench small = new HostBench(SEPARATE.withMaxClients(2));
        small.join(1, "a");
        small.join(2, "b");

        small.handshake(3, "c");
        assertThat(small.out.takeRejected()).containsExactly(new Rejected(3, RejectCode.FULL));
        assertThat(small.out.takeSent()).isEmpty();

        small.handshake(4, "b");
        assertThat(small.session.roster().memberNamed("b").link()).isEqualTo(4);
        small.handshake(4, "d");
        assertThat(small.session.roster().memberNamed("d").link()).isEqualTo(4);
        small.closeLink(1);
        small.handshake(5, "e");
        assertThat(small.session.roster().size()).isEqualTo(2);
    }

    @Test
    void shouldDropRoomsBeyondTheLimits() {
        String[] rooms = IntStream.range(0, 257).mapToObj(i -> "r" + i).toArray(String[]::new);

        bench.receive(BEN, state(1, "Ben", rooms));
        bench.receive(BEN, state(1, "Ben", "r".repeat(1001)));
        bench.receive(BEN, delta(true, 1, "r".repeat(1001)));
        assertThat(bench.takeDrops())
                .containsExactly(HostDrop.TOO_MANY_ROOMS, HostDrop.ROOM_NAME_TOO_LONG, HostDrop.ROOM_NAME_TOO_LONG);
        assertNobodyNoticed();

        for (int i = 0; i < 255; i++) {
            bench.receive(BEN, delta(true, 1, rooms[i]));
        }
        assertThat(bench.takeDrops()).isEmpty();
        bench.receive(BEN, delta(true, 1, rooms[255]));
        bench.receive(BEN, delta(true, 1, rooms[254]));
        assertThat(bench.takeDrops()).containsExactly(HostDrop.TOO_MANY_ROOMS);
        assertThat(bench.session.roster().member(1).rooms()).hasSize(256);
    }

    @Test
    void shouldPassALargeStateOnAsStateAndDeltas() {
        String[] rooms =
                IntStream.range(0, 20).mapToObj(i -> i + "x".repeat(80)).toArray(String[]::new);

        bench.receive(BEN, state(1, "Ben", rooms));

        assertThat(roomsFrom(bench.out.takePacketsTo(ANN), 1)).containsExactlyInAnyOrder(rooms);
        bench.out.takeSent();
        bench.handshake(12, "Cat");
        List<Packet> burst = bench.out.takePacketsTo(12);
        assertThat(burst.get(2)).isInstanceOf(ClientState.class);
        List<Packet> aboutBen = burst.stream()
                .filter(packet -> packet instanceof DeltaChannelState
                        || packet instanceof ClientState state && state.client().clientId() == 1)
                .toList();
        assertThat(roomsFrom(aboutBen, 1)).containsExactlyInAnyOrder(rooms);
    }

    @Test
    void shouldPassAStateOfExactlyTheLimitOnUnchanged() {
        String room = "r".repeat(1_000 - 22 - 3 - 2);
        ByteString largest = state(1, "Ben", room).encode();
        assertThat(largest.length()).isEqualTo(1_000);

        bench.receive(BEN, largest);

        assertThat(bench.out.takeSent()).hasSize(2).allMatch(sent -> sent.packet() == largest);
    }

    @Test
    void shouldAppendTheCountToAStateThatEndsBeforeIt() {
        ByteString complete = state(1, "Ben").encode();

        bench.receive(BEN, complete.dropRight(2));
        assertThat(bench.out.takeSent()).containsExactly(new Sent(ANN, complete, true), new Sent(BEN, complete, true));
        assertThat(bench.session.roster().member(1).rooms()).isEmpty();
        bench.receive(BEN, complete.dropRight(1));
        assertThat(bench.out.takeSent()).extracting(Sent::packet).containsOnly(complete);
        assertThat(bench.takeDrops()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSurviveAnyBytesAndKeepOthersUnharmed(long seed) {
        Random random = new Random(seed);
        List<ByteString> seeds = List.of(
                state(1, "Ben", "R1", "R2").encode(),
                delta(true, 1, "R2").encode(),
                relay(true, text(1, "hello"), 0, 1).encode(),
                relay(false, voice(1), 0, 1).encode(),
                hex("8bc7 00 01020304 00000000"));
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).toArray();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt(256);
            }
            ByteString packet = ByteString.fromArray(bytes, 0, 3 + random.nextInt(bytes.length - 2));
            bench.session.handlePacket(bench.nowNanos, BEN, random.nextBoolean(), packet, bench.out);
            // A mangled handshake may rename or reject Ben, never Ann.
            if (bench.session.roster().memberAt(BEN) == null
                    || !bench.session.roster().memberAt(BEN).name().equals("Ben")) {
                bench.closeLink(BEN);
                bench.advance(Duration.ofMinutes(2));
                bench.join(BEN, "Ben", "R1");
            }
            bench.out.takeSent().forEach(Sent::decoded);
        }
        assertThat(bench.session.roster().memberAt(ANN).rooms()).containsExactly("R1");
        assertThat(bench.session.roster().size()).isEqualTo(2);
    }

    private void assertNobodyNoticed() {
        assertThat(bench.out.takeSent()).isEmpty();
        assertThat(bench.out.takeEvents()).isEmpty();
        assertThat(bench.session.roster().members()).extracting(Member::name).containsExactly("Ann", "Ben");
        assertThat(bench.session.roster().rooms()).containsExactly("R1");
    }

    /** The rooms told of by one ClientState within the limit and the deltas behind it. */
    private static List<String> roomsFrom(List<Packet> packets, int clientId) {
        ClientState state = (ClientState) packets.get(0);
        assertThat(state.encode().length()).isBetween(900, 1_000);
        List<String> rooms = new ArrayList<>(state.rooms());
        for (Packet packet : packets.subList(1, packets.size())) {
            DeltaChannelState delta = (DeltaChannelState) packet;
            assertThat(delta.clientId()).isEqualTo(clientId);
            assertThat(delta.joined()).isTrue();
            rooms.add(delta.room());
        }
        return rooms;
    }

    private static ByteString hex(String spaced) {
        return ByteString.fromArrayUnsafe(HexFormat.of().parseHex(spaced.replace(" ", "")));
    }
}

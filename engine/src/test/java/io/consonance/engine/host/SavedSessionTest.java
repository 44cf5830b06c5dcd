package io.consonance.engine.host;

import static io.consonance.engine.host.HostBench.CODEC;
import static io.consonance.engine.host.HostBench.SEPARATE;
import static io.consonance.engine.host.HostBench.SESSION;
import static io.consonance.engine.host.HostBench.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.host.HostEvent.LeaveCause;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.RoomId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** A session that goes on elsewhere: same id, same client ids, and nobody is told of who comes back in time. */
class SavedSessionTest {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final HostBench before = new HostBench(SEPARATE);

    @Test
    void shouldGiveEverybodyTheOldIdAndTellNobody() {
        before.join(10, "Ann", "R1");
        before.join(11, "Ben", "R1", "R2");
        before.join(12, "Cid");
        HostBench after = restored();

        after.handshake(101, "Ben");
        after.handshake(100, "Ann");

        assertThat(after.out.takePacketsTo(101))
                .containsExactly(
                        HandshakeResponse.withoutLists(SESSION, 1),
                        state(0, "Ann", "R1"),
                        state(1, "Ben", "R1", "R2"),
                        state(2, "Cid"));
        assertThat(after.session.roster().memberAt(100).clientId()).isZero();
        assertThat(after.session.roster().membersOf("R1")).hasSize(2);
    }

    @Test
    void shouldListNobodyAsListenerWhoIsNotListedAsClient() {
        before.join(10, "Ann", "R1", "R2");
        before.join(11, "Ben", "R1");
        HostBench after = new HostBench(HostSettings.defaults(), before.session.save(before.nowNanos, 1, 1), GRACE);

        after.handshake(100, "Ann");

        HandshakeResponse response =
                (HandshakeResponse) after.out.takePacketsTo(100).get(0);
        assertThat(response.clients()).extracting(ClientInfo::name).containsExactly("Ben");
        assertThat(response.roomNames()).containsExactly("R1");
        assertThat(response.listeners())
                .containsExactly(new HandshakeResponse.RoomListeners(RoomId.of("R1"), List.of(1)));
    }

    @Test
    void shouldRemoveWhoDoesNotComeBackInTime() {
        before.join(10, "Ann", "R1");
        before.join(11, "Ben", "R1");
        HostBench after = restored();
        after.handshake(100, "Ann");
        after.forget();

        after.advance(GRACE);

        assertThat(after.out.takePacketsTo(100)).containsExactly(new RemoveClient(SESSION, 1));
        assertThat(after.out.takeEvents())
                .contains(new HostEvent.ClientLeft(1, "Ben", -2, LeaveCause.NOT_RETURNED))
                .contains(new HostEvent.RoomLeft(1, "R1"));
        assertThat(after.session.roster().size()).isOne();
        assertThat(after.session.wakeAtNanos()).isLessThan(Long.MAX_VALUE);
        after.handshake(102, "Ben");
        assertThat(after.session.roster().memberAt(102).clientId()).isOne();
    }

    @Test
    void shouldKeepQuarantinedIdsFromOthers() {
        before.join(10, "Ann");
        before.join(11, "Ben");
        before.closeLink(11);
        HostBench after = restored();

        after.handshake(103, "Eve");
        after.handshake(101, "Ben");

        assertThat(after.session.roster().memberAt(103).clientId()).isEqualTo(2);
        assertThat(after.session.roster().memberAt(101).clientId()).isOne();
    }

    @Test
    void shouldKeepWhoIsMutedMuted() {
        int ann = before.join(10, "Ann");
        before.session.mute(0, ann, true, before.out);
        before.closeLink(10);
        HostBench after = restored();

        after.handshake(100, "Ann");

        assertThat(after.session.roster().memberAt(100).muted()).isTrue();
    }

    @Test
    void shouldSaveWhatItWasRestoredFrom() {
        before.join(10, "Ann", "R1");
        before.join(11, "Ben");
        before.closeLink(11);
        SavedSession saved = before.session.save(0, 3, 9);

        HostBench after = restored();

        assertThat(after.session.save(0, 3, 9)).isEqualTo(saved);
    }

    @Test
    void shouldReadWhatItHasWritten() throws MalformedPacketException {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 2_000; i++) {
            SavedSession saved = any(random);
            assertThat(SavedSession.decode(saved.encode())).isEqualTo(saved);
        }
    }

    @Test
    void shouldKeepItsBytes() throws MalformedPacketException {
        SavedSession saved = new SavedSession(
                0x01020304,
                7,
                9,
                List.of(new SavedSession.Client("Ann", 5, CODEC, List.of("R1"))),
                List.of(new SavedSession.Quarantined("Ben", 6, 1_000)),
                List.of("Cid"),
                List.of("R2"));
        String bytes = "0201" + "01020304" + "0000000000000007" + "0000000000000009"
                + "0001" + "0004416e6e" + "0005" + "01" + "000003c0" + "0000bb80" + "0001" + "00035231"
                + "0001" + "000442656e" + "0006" + "00000000000003e8"
                + "0001" + "0004436964"
                + "0001" + "00035232";

        assertThat(HexFormat.of().formatHex(saved.encode().toArray())).isEqualTo(bytes);
        assertThat(SavedSession.decode(
                        ByteString.fromArray(HexFormat.of().parseHex("0301" + bytes.substring(4) + "ffff"))))
                .as("a later version with a field more")
                .isEqualTo(saved);
        assertThat(SavedSession.decode(ByteString.fromArray(HexFormat.of()
                        .parseHex("0101" + bytes.substring(4, bytes.length() - "000100035232".length())))))
                .as("the first version, without rooms")
                .isEqualTo(saved.withMutes(List.of("Cid"), List.of()));
    }

    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(20_260_102);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = any(random).encode().toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            ByteString damaged = ByteString.fromArray(bytes).take(random.nextInt(bytes.length + 1));
            try {
                SavedSession.decode(damaged);
            } catch (MalformedPacketException expected) {
                assertThat(expected.reason()).isNotNull();
            }
        }
    }

    @Test
    void shouldRefuseAVersionThatItCannotRead() {
        ByteString future = ByteString.fromArray(new byte[] {9, 9, 0, 0});

        assertThatThrownBy(() -> SavedSession.decode(future)).isInstanceOf(MalformedPacketException.class);
    }

    private HostBench restored() {
        SavedSession saved = before.session.save(before.nowNanos, 3, 9);
        return new HostBench(SEPARATE, saved, GRACE);
    }

    private static SavedSession any(Random random) {
        List<SavedSession.Client> clients = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            CodecSettings codec = new CodecSettings(random.nextInt(256), random.nextLong(1L << 32), random.nextInt());
            clients.add(new SavedSession.Client(
                    "c" + random.nextInt(), random.nextInt(ClientIds.CAPACITY), codec, List.of("Ä", "room")));
        }
        List<SavedSession.Quarantined> quarantined = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            quarantined.add(new SavedSession.Quarantined("q" + i, random.nextInt(100), random.nextInt(60_000)));
        }
        return new SavedSession(
                1 + random.nextInt(Integer.MAX_VALUE - 1),
                random.nextLong(),
                random.nextLong(),
                clients,
                quarantined,
                List.of("m" + random.nextInt()),
                List.of("r" + random.nextInt()));
    }
}

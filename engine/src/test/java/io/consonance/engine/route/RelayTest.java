package io.consonance.engine.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {

    private static final int SESSION = 0x01020304;
    private static final Speaker SPEAKER = new Speaker(SESSION, 1, false);
    private static final ByteString VOICE = voice(SESSION, 1, 90);
    private static final ByteString TEXT = new TextData(SESSION, RecipientType.ROOM, 1, 30506, "hello").encode();

    private final List<String> forwarded = new ArrayList<>();
    private SessionRoutes<String> routes = SessionRoutes.<String>empty(SESSION)
            .with(0, "p0")
            .with(1, "p1")
            .with(2, "p2")
            .with(700, "p700");

    @Test
    void shouldForwardTheInnerBytesOncePerLiveDestination() {
        assertThat(relay(unreliable(VOICE, 700, 0))).isEqualTo(RelayOutcome.RELAYED);

        assertThat(forwarded).containsExactly("p700 U " + hex(VOICE), "p0 U " + hex(VOICE));
    }

    @Test
    void shouldSkipRepeatedUnknownAndOwnDestinations() {
        assertThat(relay(unreliable(VOICE, 2, 2, 65535, 1, 3, 0, 2, 0))).isEqualTo(RelayOutcome.RELAYED);

        assertThat(forwarded).containsExactly("p2 U " + hex(VOICE), "p0 U " + hex(VOICE));
    }

    @Test
    void shouldForwardToTheSpeakerOnceWhenLoopbackIsOn() {
        assertThat(relay(new Relay<>(true), SPEAKER, true, unreliable(VOICE, 1, 1, 2)))
                .isEqualTo(RelayOutcome.RELAYED);

        assertThat(forwarded).containsExactly("p1 U " + hex(VOICE), "p2 U " + hex(VOICE));
    }

    @Test
    void shouldSayWhenThereIsNobodyToForwardTo() {
        assertThat(relay(unreliable(VOICE, 65535))).isEqualTo(RelayOutcome.NO_DESTINATION);
        assertThat(relay(unreliable(VOICE, 1))).isEqualTo(RelayOutcome.NO_DESTINATION);
        assertThat(relay(unreliable(VOICE))).isEqualTo(RelayOutcome.NO_DESTINATION);
        routes = null;
        assertThat(relay(unreliable(VOICE, 2))).isEqualTo(RelayOutcome.NO_DESTINATION);
        assertThat(forwarded).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldServeTheDistinctLiveIdsOfAnyList(long seed) {
        Random random = new Random(seed);
        Relay<String> relay = new Relay<>(false);
        routes = SessionRoutes.empty(SESSION);
        for (int i = 0; i < 600; i++) {
            int clientId = random.nextInt(100) * 512 + random.nextInt(8);
            routes = routes.with(clientId, "p" + clientId);
        }
        for (int packet = 0; packet < 3_000; packet++) {
            int count = packet % 100 == 0 ? 255 : random.nextInt(5);
            int[] ids = IntStream.generate(() -> random.nextInt(100) * 512 + random.nextInt(8))
                    .limit(count)
                    .toArray();
            forwarded.clear();
            relay(relay, SPEAKER, true, unreliable(VOICE, ids));
            TreeSet<String> expected = new TreeSet<>();
            IntStream.of(ids)
                    .filter(id -> routes.path(id) != null && id != SPEAKER.clientId())
                    .forEach(id -> expected.add("p" + id + " U " + hex(VOICE)));
            assertThat(forwarded).doesNotHaveDuplicates().hasSameSizeAs(expected);
            assertThat(expected).containsAll(forwarded);
        }
    }

    @Test
    void shouldServeAllOf255Destinations() {
        routes = SessionRoutes.empty(SESSION);
        int[] ids = IntStream.range(100, 355).toArray();
        for (int id : ids) {
            routes = routes.with(id, "p" + id);
        }

        assertThat(relay(unreliable(VOICE, ids))).isEqualTo(RelayOutcome.RELAYED);

        assertThat(forwarded).hasSize(255).doesNotHaveDuplicates();
    }

    @Test
    void shouldCarryVoiceAndTextReliablyButOnlyVoiceUnreliably() {
        assertThat(relay(reliable(VOICE, 2))).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(reliable(TEXT, 2))).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(unreliable(TEXT, 2))).isEqualTo(RelayOutcome.INNER_TYPE_REFUSED);

        assertThat(forwarded).containsExactly("p2 R " + hex(VOICE), "p2 R " + hex(TEXT));
    }

    @Test
    void shouldRefuseEveryOtherInnerType() {
        assertThat(relay(reliable(new HandshakeP2P(SESSION, 1).encode(), 2)))
                .isEqualTo(RelayOutcome.INNER_TYPE_REFUSED);
        assertThat(relay(reliable(new RemoveClient(SESSION, 0).encode(), 2)))
                .isEqualTo(RelayOutcome.INNER_TYPE_REFUSED);
        assertThat(relay(unreliable(bytes("8bc763"), 2))).isEqualTo(RelayOutcome.INNER_TYPE_REFUSED);
        assertThat(relay(reliable(reliable(VOICE, 2), 2))).isEqualTo(RelayOutcome.INNER_TYPE_REFUSED);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldRefuseAnInnerPacketWithoutTheMagic() {
        assertThat(relay(reliable(bytes("000000"), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        assertThat(relay(reliable(bytes("8bc8020000"), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        assertThat(relay(reliable(bytes("8bc7"), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        assertThat(relay(reliable(bytes(""), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
    }

    @Test
    void shouldRefuseInnerVoiceAtEveryWrongLength() {
        for (int length = 0; length < VOICE.length(); length++) {
            assertThat(relay(unreliable(VOICE.take(length), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        }
        assertThat(relay(unreliable(VOICE.concat(bytes("00")), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldRefuseInnerTextAtEveryWrongLength() {
        for (int length = 0; length < TEXT.length(); length++) {
            assertThat(relay(reliable(TEXT.take(length), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        }
        assertThat(relay(reliable(TEXT.concat(bytes("00")), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldAcceptNullAndEmptyTexts() {
        ByteString none = new TextData(SESSION, RecipientType.PLAYER, 1, 2, null).encode();
        ByteString empty = new TextData(SESSION, RecipientType.PLAYER, 1, 2, "").encode();

        assertThat(relay(reliable(none, 2))).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(reliable(empty, 2))).isEqualTo(RelayOutcome.RELAYED);
    }

    @Test
    void shouldRefuseATextToNeitherRoomNorPlayer() {
        ByteString hostile = bytes(hex(TEXT).replaceFirst("8bc70301020304..", "8bc7030102030402"));

        assertThat(relay(reliable(hostile, 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
    }

    @Test
    void shouldRefuseAudioThatReceiversDoNotSurvive() {
        assertThat(relay(reliable(voice(SESSION, 1, 1024), 2))).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(reliable(voice(SESSION, 1, 1025), 2))).isEqualTo(RelayOutcome.INNER_MALFORMED);
    }

    @Test
    void shouldRefuseAnotherSenderAndAnotherSession() {
        assertThat(relay(unreliable(voice(SESSION, 2, 9), 2))).isEqualTo(RelayOutcome.FORGED_SENDER);
        assertThat(relay(unreliable(voice(SESSION + 1, 1, 9), 2))).isEqualTo(RelayOutcome.INNER_WRONG_SESSION);
        ByteString otherSender = new TextData(SESSION, RecipientType.ROOM, 2, 9, "x").encode();
        assertThat(relay(reliable(otherSender, 2))).isEqualTo(RelayOutcome.FORGED_SENDER);
        ByteString otherSession = new TextData(SESSION + 1, RecipientType.ROOM, 1, 9, "x").encode();
        assertThat(relay(reliable(otherSession, 2))).isEqualTo(RelayOutcome.INNER_WRONG_SESSION);
        ByteString stale = new ServerRelay(false, SESSION + 1, List.of(2), VOICE).encode();
        assertThat(relay(stale)).isEqualTo(RelayOutcome.WRONG_SESSION);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldDropTheVoiceOfAMutedSpeakerAndPassItsText() {
        Speaker muted = new Speaker(SESSION, 1, true);

        assertThat(relay(new Relay<>(false), muted, true, unreliable(VOICE, 2))).isEqualTo(RelayOutcome.MUTED);
        assertThat(relay(new Relay<>(false), muted, true, reliable(VOICE, 2))).isEqualTo(RelayOutcome.MUTED);
        assertThat(relay(new Relay<>(false), muted, true, reliable(TEXT, 2))).isEqualTo(RelayOutcome.RELAYED);
    }

    @Test
    void shouldRefuseAReliableRelayWhereOnlyUnreliablePacketsComeIn() {
        assertThat(relay(new Relay<>(false), SPEAKER, false, reliable(VOICE, 2)))
                .isEqualTo(RelayOutcome.WRONG_CARRIER);
        assertThat(relay(new Relay<>(false), SPEAKER, false, unreliable(VOICE, 2)))
                .isEqualTo(RelayOutcome.RELAYED);
    }

    @Test
    void shouldRefuseAnUnreliablePacketAboveTheDatagramLimit() {
        ByteString largest = unreliable(manyChannels(1200 - 12), 2);
        assertThat(largest.length()).isEqualTo(1200);

        assertThat(relay(largest)).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(unreliable(manyChannels(1201 - 12), 2))).isEqualTo(RelayOutcome.TOO_LARGE);
        assertThat(relay(reliable(manyChannels(1201 - 12), 2))).isEqualTo(RelayOutcome.RELAYED);
    }

    @Test
    void shouldRefuseVoiceAboveTheDatagramLimitInAReliableRelayToo() {
        assertThat(relay(reliable(manyChannels(1200), 2))).isEqualTo(RelayOutcome.RELAYED);
        assertThat(relay(reliable(manyChannels(1201), 2))).isEqualTo(RelayOutcome.TOO_LARGE);
    }

    @Test
    void shouldSayThatATruncatedRelayIsDamaged() {
        ByteString packet = unreliable(VOICE, 2, 700);
        for (int length = 0; length < packet.length(); length++) {
            RelayOutcome outcome = relay(packet.take(length));
            assertThat(outcome).isEqualTo(RelayOutcome.MALFORMED);
            assertThat(outcome.damage()).isTrue();
        }
    }

    @Test
    void shouldReadThePacketWhereItLies() {
        ByteString packet = unreliable(VOICE, 2);
        ByteBuffer direct = ByteBuffer.allocateDirect(packet.length() + 50);
        direct.put(13, packet.toArrayUnsafe());
        direct.position(3);

        RelayOutcome outcome =
                new Relay<String>(false).relay(SPEAKER, routes, true, direct, 13, packet.length(), this::record);

        assertThat(outcome).isEqualTo(RelayOutcome.RELAYED);
        assertThat(forwarded).containsExactly("p2 U " + hex(VOICE));
        assertThat(direct.position()).isEqualTo(3);
    }

    @Test
    void shouldAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Relay<String> relay = new Relay<>(false);
        ByteBuffer good = unreliable(VOICE, 2, 2, 0, 700).compact().asByteBuffer();
        ByteBuffer damaged = unreliable(VOICE.dropRight(1), 2).compact().asByteBuffer();
        Relay.Sink<String> sink = (path, buffer, offset, length, reliable) -> {};
        long before = 0;
        for (int i = 0; i < 40_000; i++) {
            if (i == 20_000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            relay.relay(SPEAKER, routes, true, good, 0, good.limit(), sink);
            relay.relay(SPEAKER, routes, true, damaged, 0, damaged.limit(), sink);
        }

        // Far below one byte per packet: the measurement itself may allocate a little.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4_000);
    }

    private RelayOutcome relay(ByteString packet) {
        return relay(new Relay<>(false), SPEAKER, true, packet);
    }

    private RelayOutcome relay(Relay<String> relay, Speaker speaker, boolean reliableAllowed, ByteString packet) {
        ByteBuffer buffer = packet.compact().asByteBuffer();
        return relay.relay(speaker, routes, reliableAllowed, buffer, 0, packet.length(), this::record);
    }

    private void record(String path, ByteBuffer buffer, int offset, int length, boolean reliable) {
        byte[] inner = new byte[length];
        buffer.get(offset, inner);
        forwarded.add(path + (reliable ? " R " : " U ") + HexFormat.of().formatHex(inner));
    }

    private static ByteString unreliable(ByteString inner, int... ids) {
        return new ServerRelay(false, SESSION, IntStream.of(ids).boxed().toList(), inner).encode();
    }

    private static ByteString reliable(ByteString inner, int... ids) {
        return new ServerRelay(true, SESSION, IntStream.of(ids).boxed().toList(), inner).encode();
    }

    private static ByteString voice(int session, int sender, int audioBytes) {
        return new VoiceData(session, sender, 0x80, 5, List.of(new VoiceChannel(0x8001, 30506)), zeros(audioBytes))
                .encode();
    }

    /** A voice packet of exactly {@code bytes} bytes that stays within the audio limit. */
    private static ByteString manyChannels(int bytes) {
        List<VoiceChannel> channels = IntStream.range(0, 100)
                .mapToObj(i -> new VoiceChannel(0x8001, i))
                .toList();
        return new VoiceData(SESSION, 1, 0x80, 5, channels, zeros(bytes - 16 - 4 * channels.size())).encode();
    }

    private static ByteString zeros(int bytes) {
        return ByteString.fromArrayUnsafe(new byte[bytes]);
    }

    private static ByteString bytes(String hex) {
        return ByteString.fromArrayUnsafe(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toArrayUnsafe());
    }
}

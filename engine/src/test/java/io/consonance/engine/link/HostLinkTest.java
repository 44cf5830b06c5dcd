package io.consonance.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.ServerRelay;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLinkTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -5 * SECOND;
    private static final ByteString TOKEN = ByteString.fromArray(new byte[16]);
    private static final ByteString HANDSHAKE = new HandshakeRequest(CodecSettings.opus(960), "Ann").encode();
    private static final ByteString DELTA = bytes("8bc709010203040100000001");

    private final Trace out = new Trace();
    private HostLink link = new HostLink(HostLinkSettings.defaults(), TOKEN, 7777);

    @BeforeEach
    void start() {
        link.start(START, out);
        assertThat(out.take()).containsExactly("frame LinkHello[flags=0, udpPort=7777, keepAliveSeconds=15]");
    }

    @Test
    void shouldTellItsFlagsAndKeysInTheGreeting() {
        HostLinkSettings settings =
                HostLinkSettings.defaults().withCredentialRequired(true).withCandidatesOffered(true);
        HostLink sealed = new HostLink(settings, TOKEN, ByteString.fromArray(new byte[64]), 0);
        sealed.start(START, out);
        assertThat(out.take()).containsExactly("frame LinkHello[flags=7, udpPort=0, keepAliveSeconds=15]");
    }

    @Test
    void shouldRefuseToStartTwice() {
        assertThatThrownBy(() -> link.start(START, out)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldJoinTheDefaultSessionWhenTheFirstPacketIsDissonance() {
        link.handleFrame(START, HANDSHAKE, out);
        link.handleFrame(START, DELTA, out);
        assertThat(out.take())
                .containsExactly("join default null", "deliver " + hex(HANDSHAKE), "deliver " + hex(DELTA));
    }

    @Test
    void shouldJoinTheSessionAndCredentialOfLinkJoin() {
        link.handleFrame(START, new LinkJoin("blue", "secret").encode(), out);
        link.handleFrame(START, HANDSHAKE, out);
        assertThat(out.take()).containsExactly("join blue secret", "deliver " + hex(HANDSHAKE));
    }

    @Test
    void shouldTakeAnEmptySessionForTheDefaultOne() {
        link.handleFrame(START, new LinkJoin("", null).encode(), out);
        assertThat(out.take()).containsExactly("join default null");
    }

    @Test
    void shouldDropASecondJoinAndOneAfterTheHandshake() {
        link.handleFrame(START, HANDSHAKE, out);
        link.handleFrame(START, new LinkJoin("blue", null).encode(), out);
        link.handleFrame(START, new LinkJoin("red", null).encode(), out);
        assertThat(out.take())
                .endsWith("dropped UNEXPECTED_LINK_PACKET", "dropped UNEXPECTED_LINK_PACKET")
                .hasSize(4);
    }

    @Test
    void shouldDropLinkPacketsInTheWrongDirectionOrOnTheWrongCarrierWithoutCountingThemAsDamage() {
        List<LinkPacket> wrong = List.of(
                new LinkHello(0, 1, 15, TOKEN),
                new LinkReject(RejectCode.FULL, ""),
                new LinkRedirect("elsewhere", 1),
                new LinkBind(TOKEN, 1),
                new LinkBound(1),
                new LinkCandidate(1, "127.0.0.1", 1));
        for (int round = 0; round < 10; round++) {
            for (LinkPacket packet : wrong) {
                link.handleFrame(START, packet.encode(), out);
                assertThat(out.take()).containsExactly("dropped UNEXPECTED_LINK_PACKET");
            }
        }
        link.handleFrame(START, bytes("8bc8ff"), out);
        assertThat(out.take()).containsExactly("dropped UNKNOWN_LINK_TYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8b", "8bc901", "c78b04", "474554202f"})
    void shouldEndTheLinkWhenAFrameHasNoKnownMagic(String hex) {
        link.handleFrame(START, bytes(hex), out);
        assertThat(out.take()).containsExactly("dropped WRONG_MAGIC", "frame LinkReject PROTOCOL_ERROR", "close");
        link.handleFrame(START, HANDSHAKE, out);
        link.handleWake(START + 100 * SECOND, out);
        link.reject(START, RejectCode.KICKED, "", out);
        link.handleDamaged(START, out);
        link.handleProcessed(START, out);
        assertThat(out.take()).isEmpty();
        assertThat(link.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(link.handleBind(START, 9)).isFalse();
        assertThat(link.isOpen()).isFalse();
    }

    @Test
    void shouldEndTheLinkAtTheTwentiethDamagedPacketWithinAMinute() {
        for (int i = 0; i < 19; i++) {
            link.handleFrame(START, bytes("8bc805"), out);
        }
        assertThat(out.take()).containsOnly("dropped MALFORMED_LINK_PACKET");
        link.handleDamaged(START + 60 * SECOND, out);
        assertThat(out.take()).containsExactly("frame LinkReject PROTOCOL_ERROR", "close");
    }

    @Test
    void shouldCountALinkPacketWithoutATypeAsDamaged() {
        for (int i = 0; i < 20; i++) {
            link.handleFrame(START, bytes("8bc8"), out);
        }
        assertThat(out.take()).contains("dropped MALFORMED_LINK_PACKET").endsWith("close");
    }

    @Test
    void shouldForgetDamageOlderThanAMinute() {
        for (int i = 0; i < 100; i++) {
            link.handleDamaged(START + i * 3_200_000_000L, out);
        }
        assertThat(out.take()).isEmpty();
        for (int i = 0; i < 20; i++) {
            link.handleDamaged(START + 320 * SECOND + i * 1_000_000L, out);
        }
        assertThat(out.take()).containsExactly("frame LinkReject PROTOCOL_ERROR", "close");
    }

    @Test
    void shouldDropOversizedUnreliablePacketsAndPassLargeReliableOnes() {
        ByteString large = ByteString.fromArray(new byte[1190]);
        link.handleFrame(START, new ServerRelay(false, 1, List.of(1), large).encode(), out);
        assertThat(out.take()).containsExactly("dropped OVERSIZED");
        link.handleFrame(START, new ServerRelay(true, 1, List.of(1), large).encode(), out);
        link.handleFrame(START, new ServerRelay(false, 1, List.of(1), large.take(1188)).encode(), out);
        assertThat(out.take()).containsExactly("join default null", "deliver 1202 bytes", "deliver 1200 bytes");
    }

    @Test
    void shouldRefuseWhoSendsNoHandshakeWithinTenSecondsWhateverElseItSends() {
        link.handleFrame(START, new LinkJoin("blue", null).encode(), out);
        out.take();
        for (int i = 0; i < 99; i++) {
            long now = START + i * SECOND / 10;
            link.handleFrame(now, new LinkPong(i).encode(), out);
            link.handleFrame(now, new ErrorWrongSession(1).encode(), out);
            link.handleFrame(now, HANDSHAKE.dropRight(1), out);
            link.handleDatagramSeen(now);
            wakeUntil(now);
        }
        assertThat(out.take()).noneMatch(line -> line.contains("Reject"));
        wakeUntil(START + 10 * SECOND);
        assertThat(out.take()).containsExactly("frame LinkReject TIMEOUT", "close");
    }

    @Test
    void shouldLiftTheDeadlineOnACompleteHandshake() {
        wakeUntil(START + 9 * SECOND);
        link.handleFrame(START + 9 * SECOND, HANDSHAKE, out);
        wakeUntil(START + 20 * SECOND);
        assertThat(out.take()).noneMatch(line -> line.contains("Reject"));
    }

    @Test
    void shouldLiftTheDeadlineWhenTheSessionSaysSo() {
        link.handleJoined(START + 9 * SECOND);
        wakeUntil(START + 14 * SECOND);
        assertThat(out.take()).noneMatch(line -> line.contains("Reject"));
    }

    @Test
    void shouldPingEveryThirdOfTheKeepAlive() {
        link.handleJoined(START);
        wakeUntil(START + 14 * SECOND);
        assertThat(out.take()).containsExactly("frame LinkPing[opaque=0]", "frame LinkPing[opaque=1]");
    }

    @Test
    void shouldEndALinkThatIsSilentOnBothCarriersForTheKeepAlive() {
        link.handleJoined(START);
        link.handleFrame(START + 3 * SECOND, new LinkPong(0).encode(), out);
        wakeUntil(START + 18 * SECOND - 1);
        assertThat(out.take()).noneMatch(line -> line.contains("Reject"));
        wakeUntil(START + 18 * SECOND);
        assertThat(out.take()).containsExactly("frame LinkReject TIMEOUT", "close");
    }

    @Test
    void shouldEndALinkWhoseTcpIsSilentThreeTimesAsLongWhateverUdpSays() {
        link.handleJoined(START);
        assertThat(link.handleBind(START, 1)).isTrue();
        for (int second = 1; second < 45; second++) {
            link.handleDatagramSeen(START + second * SECOND);
            wakeUntil(START + second * SECOND);
        }
        assertThat(out.take()).noneMatch(line -> line.contains("Reject"));
        wakeUntil(START + 45 * SECOND);
        assertThat(out.take()).containsExactly("frame LinkReject TIMEOUT", "close");
    }

    @Test
    void shouldNotLetAReplayedBindKeepALinkAlive() {
        link.handleJoined(START);
        assertThat(link.handleBind(START, 7)).isTrue();
        assertThat(link.handleBind(START + 10 * SECOND, 7)).isFalse();
        wakeUntil(START + 15 * SECOND);
        assertThat(out.take()).endsWith("frame LinkReject TIMEOUT", "close");
    }

    @Test
    void shouldAcceptOnlyGrowingNoncesFromAnyStart() {
        assertThat(link.handleBind(START, 0xFFFF_FFF0L)).isTrue();
        assertThat(link.handleBind(START, 0xFFFF_FFF0L)).isFalse();
        assertThat(link.handleBind(START, 5)).isFalse();
        assertThat(link.handleBind(START, 0xFFFF_FFF2L)).isTrue();
        assertThat(link.handleBind(START, 0xFFFF_FFF1L)).isFalse();
        assertThat(link.handleBind(START, 0xFFFF_FFFFL)).isTrue();
    }

    @Test
    void shouldBindNothingWhenItHasNoUdp() {
        HostLink withoutUdp = new HostLink(HostLinkSettings.defaults(), TOKEN, 0);
        withoutUdp.start(START, out);
        assertThat(withoutUdp.handleBind(START, 1)).isFalse();
    }

    @Test
    void shouldAnswerAPingAtOnceWhenNothingIsBeingProcessed() {
        link.handleFrame(START, new LinkPing(42).encode(), out);
        assertThat(out.take()).containsExactly("frame LinkPong[opaque=42]");
    }

    @Test
    void shouldAnswerAPingOnlyBehindEverythingDeliveredBefore() {
        link.handleFrame(START, HANDSHAKE, out);
        link.handleFrame(START, new LinkPing(1).encode(), out);
        link.handleFrame(START, new LinkPing(2).encode(), out);
        link.handleFrame(START, DELTA, out);
        link.handleFrame(START, new LinkPing(3).encode(), out);
        assertThat(out.take())
                .containsExactly(
                        "join default null",
                        "deliver " + hex(HANDSHAKE),
                        "barrier",
                        "deliver " + hex(DELTA),
                        "barrier");
        link.handleProcessed(START, out);
        assertThat(out.take()).containsExactly("frame LinkPong[opaque=1]", "frame LinkPong[opaque=2]");
        link.handleProcessed(START, out);
        assertThat(out.take()).containsExactly("frame LinkPong[opaque=3]");
        link.handleFrame(START, new LinkPing(4).encode(), out);
        link.handleProcessed(START, out);
        assertThat(out.take()).containsExactly("frame LinkPong[opaque=4]");
    }

    @Test
    void shouldBoundThePingsThatWait() {
        link.handleFrame(START, DELTA, out);
        for (int i = 0; i < 1000; i++) {
            link.handleFrame(START, new LinkPing(i).encode(), out);
        }
        assertThat(out.take()).filteredOn("dropped TOO_MANY_PINGS"::equals).hasSize(744);
        link.handleProcessed(START, out);
        assertThat(out.take()).hasSize(256);
    }

    @Test
    void shouldDeliverNothingToASessionThatRefusesOnTheSpot() {
        Trace refusing = new Trace() {
            @Override
            public void join(String session, String credential) {
                super.join(session, credential);
                link.reject(START, RejectCode.UNKNOWN_SESSION, "", this);
            }
        };
        link.handleFrame(START, HANDSHAKE, refusing);
        assertThat(refusing.take()).containsExactly("join default null", "frame LinkReject UNKNOWN_SESSION", "close");
    }

    @Test
    void shouldAnswerAPingAtOnceWhenItsBarrierIsPassedOnTheSpot() {
        Trace immediate = new Trace() {
            @Override
            public void barrier() {
                link.handleProcessed(START, this);
            }
        };
        link.handleFrame(START, DELTA, immediate);
        link.handleFrame(START, new LinkPing(1).encode(), immediate);
        link.handleFrame(START, new LinkPing(2).encode(), immediate);
        assertThat(immediate.take()).endsWith("frame LinkPong[opaque=1]", "frame LinkPong[opaque=2]");
    }

    @Test
    void shouldSayWhereToGoAndClose() {
        link.redirect(START, new LinkRedirect("node2", 7778), out);
        assertThat(out.take()).containsExactly("frame LinkRedirect[host=node2, tcpPort=7778]", "close");
    }

    private void wakeUntil(long nanos) {
        while (link.wakeAtNanos() <= nanos) {
            link.handleWake(link.wakeAtNanos(), out);
        }
    }

    private static ByteString bytes(String hex) {
        return ByteString.fromArray(HexFormat.of().parseHex(hex));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toArray());
    }
}

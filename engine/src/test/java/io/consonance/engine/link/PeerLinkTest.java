package io.consonance.engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.RemoveClient;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerLinkTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000 * MILLISECOND;
    private static final ByteString TOKEN = ByteString.fromArray(new byte[16]);
    private static final LinkHello HELLO = new LinkHello(0, 7777, 15, TOKEN);
    private static final ByteString VOICE = bytes("8bc70201020304000080000000000000");
    private static final ByteString REMOVE = new RemoveClient(1, 2).encode();

    private final Trace out = new Trace();
    private PeerLink link = new PeerLink(PeerLinkSettings.defaults());

    @Test
    void shouldSendNothingBeforeTheGreeting() {
        link.handleConnected(0, out);
        link.send(REMOVE, true, out);
        link.handleFrame(0, REMOVE, out);
        link.handleFrame(0, new LinkPing(1).encode(), out);
        link.handleDatagram(0, VOICE, out);
        assertThat(out.take())
                .containsExactly(
                        "dropped BEFORE_HELLO", "dropped BEFORE_HELLO", "dropped BEFORE_HELLO", "dropped BEFORE_HELLO");
    }

    @Test
    void shouldBeginTheHandshakeWithoutAJoinWhenTheDefaultSessionWillDo() {
        greet(HELLO);
        assertThat(out.take()).containsExactly("hello", "datagram LinkBind[nonce=1]");
        assertThat(link.hello()).isEqualTo(HELLO);
    }

    @Test
    void shouldJoinBeforeTheHandshakeMayBegin() {
        link = new PeerLink(PeerLinkSettings.defaults().withSession("blue").withCredential("x"));
        greet(HELLO);
        assertThat(out.take())
                .containsExactly(
                        "frame LinkJoin[session=blue, with a credential]", "hello", "datagram LinkBind[nonce=1]");
    }

    @Test
    void shouldRefuseAHostOfAnotherVersion() {
        link.handleConnected(0, out);
        link.handleFrame(0, bytes("8bc80102"), out);
        assertThat(out.take()).containsExactly("dropped MALFORMED_LINK_PACKET", "rejected VERSION", "close");
        assertThat(link.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldGiveUpOnAHostThatDoesNotGreet() {
        link.handleConnected(0, out);
        wakeUntil(10 * SECOND - 1);
        assertThat(out.take()).isEmpty();
        wakeUntil(10 * SECOND);
        assertThat(out.take()).containsExactly("rejected TIMEOUT", "close");
    }

    @Test
    void shouldPassOnRejectAndRedirectEvenBeforeTheGreeting() {
        link.handleConnected(0, out);
        link.handleFrame(0, new LinkReject(RejectCode.FULL, "full").encode(), out);
        assertThat(out.take()).containsExactly("rejected FULL", "close");
        greet(HELLO);
        out.take();
        link.handleFrame(0, new LinkRedirect("node2", 7778).encode(), out);
        assertThat(out.take()).containsExactly("redirected node2:7778", "close");
        link.handleFrame(0, REMOVE, out);
        assertThat(out.take()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8b", "8bc901", "c78b04"})
    void shouldEndTheLinkWhenAFrameHasNoKnownMagic(String hex) {
        greet(HELLO);
        out.take();
        link.handleFrame(0, bytes(hex), out);
        assertThat(out.take()).containsExactly("dropped WRONG_MAGIC", "rejected PROTOCOL_ERROR", "close");
    }

    @Test
    void shouldEndTheLinkAtTheTwentiethDamagedFrameButOnlyDropDamagedDatagrams() {
        greet(HELLO);
        out.take();
        for (int i = 0; i < 100; i++) {
            link.handleDatagram(0, bytes("8bc806"), out);
        }
        assertThat(out.take()).hasSize(100).containsOnly("dropped MALFORMED_LINK_PACKET");
        for (int i = 0; i < 19; i++) {
            link.handleFrame(0, bytes("8bc807"), out);
        }
        out.take();
        link.handleDamaged(60 * SECOND, out);
        assertThat(out.take()).containsExactly("rejected PROTOCOL_ERROR", "close");
    }

    @Test
    void shouldDropLinkPacketsInTheWrongDirectionOrOnTheWrongCarrier() {
        greet(HELLO);
        out.take();
        List<LinkPacket> wrongOnTcp = List.of(
                HELLO,
                new LinkJoin(null, null),
                new LinkBind(TOKEN, 1),
                new LinkBound(1),
                new LinkCandidate(1, "127.0.0.1", 1));
        wrongOnTcp.forEach(packet -> link.handleFrame(0, packet.encode(), out));
        assertThat(out.take()).hasSize(5).containsOnly("dropped UNEXPECTED_LINK_PACKET");
        List<LinkPacket> wrongOnUdp = List.of(
                HELLO,
                new LinkJoin(null, null),
                new LinkReject(RejectCode.KICKED, ""),
                new LinkRedirect("elsewhere", 1),
                new LinkBind(TOKEN, 1),
                new LinkBound(99),
                new LinkPong(0),
                new LinkCandidate(1, "127.0.0.1", 1));
        wrongOnUdp.forEach(packet -> link.handleDatagram(0, packet.encode(), out));
        assertThat(out.take()).hasSize(8).containsOnly("dropped UNEXPECTED_LINK_PACKET");
        link.handleFrame(0, bytes("8bc80a"), out);
        link.handleDatagram(0, bytes("8bc800"), out);
        assertThat(out.take()).containsOnly("dropped UNKNOWN_LINK_TYPE");
    }

    @Test
    void shouldTellCandidatesWhereTheyAreOffered() {
        greet(new LinkHello(LinkHello.CANDIDATES_OFFERED, 7777, 15, TOKEN));
        out.take();
        link.handleFrame(0, new LinkCandidate(3, "192.0.2.7", 40_000).encode(), out);
        assertThat(out.take()).containsExactly("candidate 3 /192.0.2.7:40000");
    }

    @Test
    void shouldBindTwentyTimesEvery250MillisecondsThenEvery30Seconds() {
        greet(HELLO);
        out.take();
        List<Long> times = new ArrayList<>();
        times.add(0L);
        while (link.wakeAtNanos() <= 70 * SECOND) {
            long now = link.wakeAtNanos();
            hostPing(now);
            link.handleWake(now, out);
            if (out.take().contains("datagram LinkBind[nonce=" + (times.size() + 1) + "]")) {
                times.add(now);
            }
        }
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.add(i * 250 * MILLISECOND);
        }
        expected.add(4750 * MILLISECOND + 30 * SECOND);
        expected.add(4750 * MILLISECOND + 60 * SECOND);
        assertThat(times).isEqualTo(expected);
    }

    @Test
    void shouldSendByTcpUntilBoundThenUnreliablePacketsByUdp() {
        greet(HELLO);
        out.take();
        link.send(VOICE, false, out);
        assertThat(out.take()).containsExactly("frame " + hex(VOICE));
        wakeUntil(600 * MILLISECOND);
        out.take();
        link.handleDatagram(700 * MILLISECOND, new LinkBound(2).encode(), out);
        link.send(VOICE, false, out);
        link.send(REMOVE, true, out);
        assertThat(out.take()).containsExactly("bound true", "datagram " + hex(VOICE), "frame " + hex(REMOVE));
        wakeUntil(4 * SECOND);
        assertThat(out.take()).isEmpty();
        assertThat(link.udpBound()).isTrue();
    }

    @Test
    void shouldNotSendUnreliablePacketsAboveTheSizeOfADatagram() {
        greet(HELLO);
        out.take();
        link.send(ByteString.fromArray(new byte[1201]), false, out);
        assertThat(out.take()).containsExactly("dropped OVERSIZED");
    }

    @Test
    void shouldDropReliableOrOversizedPacketsByUdp() {
        bind();
        link.handleDatagram(0, REMOVE, out);
        link.handleDatagram(0, VOICE, out);
        link.handleDatagram(0, new ErrorWrongSession(1).encode(), out);
        link.handleDatagram(0, VOICE.concat(ByteString.fromArray(new byte[1200])), out);
        link.handleDatagram(0, bytes("c78b"), out);
        assertThat(out.take())
                .containsExactly(
                        "dropped RELIABLE_BY_UDP",
                        "deliver " + hex(VOICE),
                        "deliver 8bc70600000001",
                        "dropped OVERSIZED",
                        "dropped WRONG_MAGIC");
    }

    @Test
    void shouldAcceptUnreliablePacketsByTcpUpToTheSizeOfADatagram() {
        greet(HELLO);
        out.take();
        link.handleFrame(0, VOICE, out);
        link.handleFrame(0, VOICE.concat(ByteString.fromArray(new byte[1200])), out);
        link.handleFrame(0, REMOVE, out);
        assertThat(out.take()).containsExactly("deliver " + hex(VOICE), "dropped OVERSIZED", "deliver " + hex(REMOVE));
    }

    @Test
    void shouldBindAgainWhenAnotherLinkHasClaimedItsAddress() {
        bind();
        link.handleDatagram(SECOND, new LinkBound(4_000_000_000L).encode(), out);
        assertThat(out.take()).containsExactly("bound false", "dropped UNEXPECTED_LINK_PACKET");

        link.handleWake(SECOND, out);
        assertThat(out.take()).contains("datagram LinkBind[nonce=2]");
        link.handleDatagram(SECOND, new LinkBound(2).encode(), out);
        assertThat(link.udpBound()).isTrue();
        link.handleDatagram(SECOND, new LinkBound(1).encode(), out);
        assertThat(link.udpBound()).as("a late answer to its own first claim").isTrue();
    }

    @Test
    void shouldBindNoMoreOftenHoweverOftenItsAddressIsClaimed() {
        bind();
        int binds = 0;
        for (long now = SECOND; now <= 2 * SECOND; now += MILLISECOND) {
            link.handleDatagram(now, new LinkBound(4_000_000_000L).encode(), out);
            link.handleWake(now, out);
            if (out.take().stream().anyMatch(line -> line.startsWith("datagram LinkBind"))) {
                binds++;
                link.handleDatagram(now, new LinkBound(1 + binds).encode(), out);
            }
        }
        assertThat(binds).isEqualTo(5);
    }

    @Test
    void shouldNumberItsClaimsFromAPlaceThatStrangersDoNotKnow() {
        greet(new LinkHello(
                0, 7777, 15, ByteString.fromArray(new byte[] {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})));

        assertThat(out.take()).contains("datagram LinkBind[nonce=257]");
    }

    @Test
    void shouldNotBindWithoutUdpOnEitherSide() {
        greet(new LinkHello(0, 0, 15, TOKEN));
        assertThat(out.take()).containsExactly("hello");
        link = new PeerLink(PeerLinkSettings.defaults().withUdp(false));
        greet(HELLO);
        assertThat(out.take()).containsExactly("hello");
        wakeUntil(4 * SECOND);
        assertThat(out.take()).isEmpty();
    }

    @Test
    void shouldStayOnTcpWhereDatagramsMustBeSealed() {
        greet(new LinkHello(LinkHello.SEALED, 4000, 15, TOKEN, ByteString.fromArray(new byte[64])));
        wakeUntil(4 * SECOND);
        assertThat(out.take()).containsExactly("hello");
    }

    @Test
    void shouldPingOnBothCarriersEveryThirdOfTheKeepAlive() {
        bind();
        wakeUntil(5 * SECOND);
        assertThat(out.take()).containsExactly("frame LinkPing[opaque=1]", "datagram LinkPing[opaque=1]");
    }

    @Test
    void shouldAnswerPingsOnTheirCarrierBehindWhatCameBefore() {
        bind();
        link.handleFrame(0, REMOVE, out);
        link.handleFrame(0, new LinkPing(-1).encode(), out);
        link.handleDatagram(0, new LinkPing(2).encode(), out);
        assertThat(out.take())
                .containsExactly("deliver " + hex(REMOVE), "frame LinkPong[opaque=-1]", "datagram LinkPong[opaque=2]");
    }

    @Test
    void shouldGoBackToTcpAndBindAgainAfterThreeUnansweredPings() {
        bind();
        List<String> lines = runWithHostAlive(0, 20 * SECOND + 300 * MILLISECOND);
        assertThat(lines)
                .containsExactly(
                        "datagram LinkPing[opaque=1]",
                        "datagram LinkPing[opaque=2]",
                        "datagram LinkPing[opaque=3]",
                        "bound false",
                        "datagram LinkBind[nonce=2]",
                        "datagram LinkBind[nonce=3]");
        link.send(VOICE, false, out);
        assertThat(out.take()).containsExactly("frame " + hex(VOICE));

        link.handleDatagram(21 * SECOND, new LinkBound(1).encode(), out);
        assertThat(out.take()).containsExactly("dropped UNEXPECTED_LINK_PACKET");
        link.handleDatagram(21 * SECOND, new LinkBound(3).encode(), out);
        assertThat(out.take()).containsExactly("bound true");
    }

    @Test
    void shouldStayOnUdpWhileEveryThirdPingIsAnswered() {
        bind();
        for (int third = 1; third <= 10; third++) {
            List<String> lines = runWithHostAlive((third - 1) * 15 * SECOND, third * 15 * SECOND);
            assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("datagram LinkPing"));
            link.handleDatagram(third * 15 * SECOND, new LinkPong(third * 3L).encode(), out);
            assertThat(out.take()).isEmpty();
        }
    }

    @Test
    void shouldEndALinkThatIsSilentOnBothCarriers() {
        bind();
        link.handleDatagram(2 * SECOND, VOICE, out);
        wakeUntil(17 * SECOND - 1);
        assertThat(out.take()).doesNotContain("close");
        wakeUntil(17 * SECOND);
        assertThat(out.take()).containsExactly("rejected TIMEOUT", "bound false", "close");
    }

    @Test
    void shouldEndALinkWhoseTcpIsSilentThreeTimesAsLong() {
        bind();
        for (int second = 1; second < 45; second++) {
            link.handleDatagram(second * SECOND, VOICE, out);
            wakeUntil(second * SECOND);
        }
        assertThat(out.take()).doesNotContain("close");
        wakeUntil(45 * SECOND);
        assertThat(out.take()).endsWith("close").contains("rejected TIMEOUT");
    }

    @Test
    void shouldStartAfreshWhenConnectedAgain() {
        bind();
        link.handleDisconnected(SECOND, out);
        assertThat(out.take()).containsExactly("bound false");
        assertThat(link.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        link.handleConnected(2 * SECOND, out);
        link.handleFrame(2 * SECOND, HELLO.encode(), out);
        assertThat(out.take()).containsExactly("hello", "datagram LinkBind[nonce=1]");
    }

    private void greet(LinkHello hello) {
        link.handleConnected(0, out);
        link.handleFrame(0, hello.encode(), out);
    }

    private void bind() {
        greet(HELLO);
        link.handleDatagram(0, new LinkBound(1).encode(), out);
        assertThat(out.take()).endsWith("bound true");
    }

    /** The host speaks on TCP only; returns everything but the pings and pongs there. */
    private List<String> runWithHostAlive(long fromNanos, long toNanos) {
        List<String> lines = new ArrayList<>();
        for (long now = fromNanos + 50 * MILLISECOND; now <= toNanos; now += 50 * MILLISECOND) {
            hostPing(now);
            link.handleWake(now, out);
            out.take().stream().filter(line -> !line.startsWith("frame ")).forEach(lines::add);
        }
        return lines;
    }

    private void hostPing(long nowNanos) {
        link.handleFrame(nowNanos, new LinkPing(7).encode(), out);
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

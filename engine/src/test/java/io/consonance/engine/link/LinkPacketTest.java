package io.consonance.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.wire.AllocationMeter;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPacketTest {

    private static final String TOKEN_HEX = "000102030405060708090a0b0c0d0e0f";
    private static final ByteString TOKEN = bytes(TOKEN_HEX);
    private static final String KEYS_HEX = "7f".repeat(64);

    record Row(String hex, LinkPacket packet) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row("8bc80101001e61000f" + TOKEN_HEX, new LinkHello(0, 7777, 15, TOKEN)),
                new Row(
                        "8bc80101070000ffff" + TOKEN_HEX + KEYS_HEX,
                        new LinkHello(7, 0, 65535, TOKEN, bytes(KEYS_HEX))),
                new Row("8bc80101fd00010001" + TOKEN_HEX, new LinkHello(0xFD, 1, 1, TOKEN)),
                new Row("8bc80200000000", new LinkJoin(null, null)),
                new Row("8bc8020005626c756500027a", new LinkJoin("blue", "z")),
                new Row("8bc803000c000461c3a9", new LinkReject(RejectCode.SLOW_CONSUMER, "aé")),
                new Row("8bc80303e80001", new LinkReject(1000, "")),
                new Row("8bc804000668656c6c6f1e61", new LinkRedirect("hello", 7777)),
                new Row("8bc805" + TOKEN_HEX + "ffffffff", new LinkBind(TOKEN, 0xFFFF_FFFFL)),
                new Row("8bc80680000000", new LinkBound(0x8000_0000L)),
                new Row("8bc807ffffffffffffffff", new LinkPing(-1)),
                new Row("8bc8080102030405060708", new LinkPong(0x0102030405060708L)),
                new Row("8bc809ffff000a3139322e302e322e37c350", new LinkCandidate(65535, "192.0.2.7", 50000)),
                new Row("8bc809000100043a3a310001", new LinkCandidate(1, "::1", 1)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldEncodeAndDecodeTheDocumentedForm(Row row) throws MalformedPacketException {
        assertThat(HexFormat.of().formatHex(row.packet().encode().toArray())).isEqualTo(row.hex());
        assertThat(LinkPacket.decode(bytes(row.hex()))).isEqualTo(row.packet());
        assertThat(LinkPacket.decode(bytes(row.hex() + "ffff"))).isEqualTo(row.packet());
        assertThat(Integer.parseInt(row.hex().substring(4, 6), 16))
                .isEqualTo(row.packet().typeCode());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldRefuseEveryPrefix(Row row) {
        ByteString whole = bytes(row.hex());
        for (int length = 0; length < whole.length(); length++) {
            assertThat(decode(whole.take(length).toArray()))
                    .as("%s bytes", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldSurviveDamageAtEveryByte(Row row) throws MalformedPacketException {
        AllocationMeter meter = new AllocationMeter();
        byte[] bytes = bytes(row.hex()).toArray();
        for (int at = 0; at < bytes.length; at++) {
            byte original = bytes[at];
            for (int value = 0; value < 256; value++) {
                bytes[at] = (byte) value;
                LinkPacket decoded = decode(bytes);
                if (decoded != null) {
                    assertThat(LinkPacket.decode(decoded.encode())).isEqualTo(decoded);
                }
            }
            bytes[at] = (byte) 0xFF;
            assertThat(meter.bytesAllocatedBy(() -> decode(bytes))).isLessThan(16_384);
            bytes[at] = original;
        }
    }

    @Test
    void shouldSurviveNoise() {
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[3 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x8B;
            bytes[1] = (byte) 0xC8;
            bytes[2] = (byte) random.nextInt(11);
            decode(bytes);
        }
    }

    /** Machines take noise without an exception and go on or end in order. */
    @Test
    void shouldNeverFailAMachine() {
        Random random = new Random(4);
        Trace out = new Trace();
        List<byte[]> templates = rows().map(row -> bytes(row.hex()).toArray()).toList();
        HostLink host = new HostLink(HostLinkSettings.defaults(), TOKEN, 1);
        host.start(0, out);
        PeerLink peer = new PeerLink(PeerLinkSettings.defaults());
        peer.handleConnected(0, out);
        for (long now = 0; now < 100_000; now++) {
            byte[] bytes = templates.get(random.nextInt(templates.size())).clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            ByteString packet = ByteString.fromArrayUnsafe(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            host.handleFrame(now * 1_000_000, packet, out);
            peer.handleFrame(now * 1_000_000, packet, out);
            peer.handleDatagram(now * 1_000_000, packet, out);
            host.handleWake(now * 1_000_000, out);
            peer.handleWake(now * 1_000_000, out);
            List<String> lines = out.take();
            if (!host.isOpen()) {
                host = new HostLink(HostLinkSettings.defaults(), TOKEN, 1);
                host.start(now * 1_000_000, out);
            }
            if (lines.contains("close")) {
                peer.handleConnected(now * 1_000_000, out);
                peer.handleFrame(now * 1_000_000, new LinkHello(4, 7, 15, TOKEN).encode(), out);
            }
            out.take();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8bc80102,UNKNOWN_VERSION",
        "8bc80101001e610000" + TOKEN_HEX + ",VALUE_OUT_OF_RANGE",
        "8bc80101021e61000f" + TOKEN_HEX + ",TRUNCATED",
        "8bc80400001e61,NULL_STRING",
        "8bc8040002610000,VALUE_OUT_OF_RANGE",
        "8bc80900010000c350,NULL_STRING",
        "8bc8090001000a6c6f63616c686f73740001,VALUE_OUT_OF_RANGE",
        "8bc8090001000a3139322e302e322e370000,VALUE_OUT_OF_RANGE",
        "8bc80a,UNKNOWN_TYPE",
        "8bc800,UNKNOWN_TYPE",
        "8bc8,TRUNCATED",
        "8bc701,WRONG_MAGIC"
    })
    void shouldSayWhyItRefuses(String hex, Reason reason) {
        assertThatThrownBy(() -> LinkPacket.decode(bytes(hex))).isSameAs(MalformedPacketException.of(reason));
    }

    @Test
    void shouldReadAMissingReasonAsEmpty() throws MalformedPacketException {
        LinkReject reject = (LinkReject) LinkPacket.decode(bytes("8bc80300080000"));
        assertThat(reject).isEqualTo(new LinkReject(RejectCode.KICKED, ""));
        assertThat(new LinkReject(13, "").rejectCode()).isNull();
        assertThat(Stream.of(RejectCode.values()).map(code -> RejectCode.ofCode(code.code())))
                .containsExactly(RejectCode.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "fade",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.2.3.4 ",
                "::1%lo",
                "[::1]",
                "1:2",
                ":",
                ".:",
                ":::",
                "1::2::3",
                "12345::",
                "fade:",
                "0x7f.0.0.1",
                "2130706433",
                "::1.2.3",
                "host:80"
            })
    void shouldTakeNoNameForAnAddress(String text) {
        assertThat(AddressLiteral.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,127.0.0.1",
        "::1,0:0:0:0:0:0:0:1",
        "2001:db8::7,2001:db8:0:0:0:0:0:7",
        "::ffff:1.2.3.4,1.2.3.4"
    })
    void shouldTakeLiteralAddresses(String text, String address) {
        assertThat(new LinkCandidate(1, text, 9).socketAddress())
                .isEqualTo(new InetSocketAddress(AddressLiteral.parse(address), 9));
        assertThat(LinkCandidate.of(1, new InetSocketAddress(AddressLiteral.parse(text), 9))
                        .address())
                .isEqualTo(address);
    }

    @Test
    void shouldAnswerABindWithLessThanItTook() {
        assertThat(new LinkBound(1).encode().length())
                .isLessThan(new LinkBind(TOKEN, 1).encode().length());
    }

    @Test
    void shouldNotShowSecrets() {
        String shown = new LinkHello(2, 1, 15, TOKEN, bytes(KEYS_HEX))
                + " " + new LinkBind(TOKEN, 1) + new LinkJoin("s", "secret")
                + PeerLinkSettings.defaults().withCredential("secret");
        assertThat(shown).contains("LinkBind[nonce=1]").doesNotContain("ByteString", "token", "secret");
    }

    private static LinkPacket decode(byte[] bytes) {
        try {
            return LinkPacket.decode(ByteString.fromArrayUnsafe(bytes));
        } catch (MalformedPacketException e) {
            return null;
        }
    }

    private static ByteString bytes(String hex) {
        return ByteString.fromArray(HexFormat.of().parseHex(hex));
    }
}

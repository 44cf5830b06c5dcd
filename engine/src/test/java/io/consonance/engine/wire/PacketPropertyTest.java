package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decoding is total, costs no more than the packet is worth, and agrees with the flyweights on every damaged packet. */
class PacketPropertyTest {

    private static final int[] VALUES = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF};

    private final RandomPackets packets = new RandomPackets(20_260_101);
    private final AllocationMeter meter = new AllocationMeter();

    @ParameterizedTest
    @EnumSource(PacketType.class)
    void shouldRoundTrip(PacketType type) throws MalformedPacketException {
        for (int i = 0; i < 2000; i++) {
            Packet packet = packets.next(type);
            assertThat(Packet.decode(packet.encode())).isEqualTo(packet);
        }
    }

    @ParameterizedTest
    @EnumSource(PacketType.class)
    void shouldSurviveDamageAtEveryByte(PacketType type) {
        for (int i = 0; i < 60; i++) {
            byte[] bytes = packets.next(type).encode().toArray();
            for (int at = 0; at < bytes.length; at++) {
                byte original = bytes[at];
                for (int value : VALUES) {
                    bytes[at] = (byte) value;
                    checkTotal(bytes);
                }
                for (int bit = 0; bit < 8; bit++) {
                    bytes[at] = (byte) (original ^ 1 << bit);
                    checkTotal(bytes);
                }
                bytes[at] = original;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PacketType.class)
    void shouldRefuseEveryPrefixAndSurviveIt(PacketType type) {
        for (int i = 0; i < 60; i++) {
            ByteString whole = packets.next(type).encode();
            for (int length = 0; length < whole.length(); length++) {
                boolean decoded = checkTotal(whole.take(length).toArray());
                // A client state may end behind its client info, or one byte later.
                assertThat(decoded && type != PacketType.CLIENT_STATE).isFalse();
            }
        }
    }

    @Test
    void shouldSurviveNoise() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 3) {
                bytes[0] = (byte) 0x8B;
                bytes[1] = (byte) 0xC7;
                bytes[2] = (byte) random.nextInt(13);
            }
            checkTotal(bytes);
        }
    }

    @Test
    void shouldNotAllocateForWhatALengthPromises() {
        String[] bombs = {
            "8bc7010000000100016100000000000000000000ffff", // rooms of a client state
            "8bc70100000001ffff61", // length of a name
            "8bc702000000010001800000ffff0000", // channels
            "8bc702000000010001800000000000ff", // audio
            "8bc704010000000000000000ffff", // name of a handshake
            "8bc705000000010001ffff0000", // clients
            "8bc7050000000100010000ffff0000", // room names
            "8bc70500000001000100000000ffff0000", // listeners
            "8bc70700000001ff0001", // destinations
            "8bc70800000001000fff", // inner packet
            "8bc7090000000101000effff", // room name
        };
        for (String bomb : bombs) {
            byte[] bytes = Vectors.bytes(bomb).toArray();
            assertThat(reasonOf(bytes)).as(bomb).isIn(Reason.COUNT_BEYOND_DATA, Reason.TRUNCATED);
            assertThat(meter.bytesAllocatedBy(() -> reasonOf(bytes))).as(bomb).isLessThan(4096);
        }
    }

    @ParameterizedTest
    @EnumSource(PacketType.class)
    void shouldAllocateInProportionToTheBytesGiven(PacketType type) {
        for (int i = 0; i < 5; i++) {
            byte[] bytes = packets.next(type).encode().toArray();
            for (int at = 3; at < bytes.length; at++) {
                byte original = bytes[at];
                bytes[at] = (byte) 0xFF;
                assertThat(meter.bytesAllocatedBy(() -> decodes(bytes))).isLessThan(2048 + 64L * bytes.length);
                bytes[at] = original;
            }
        }
    }

    @Test
    void shouldReadClientStatesWithoutARoomCount() throws MalformedPacketException {
        ClientState state = new ClientState(1, new ClientInfo("a", 2, CodecSettings.opus(960)), List.of());
        ByteString bytes = state.encode();
        assertThat(Packet.decode(bytes.dropRight(1))).isEqualTo(state);
        assertThat(Packet.decode(bytes.dropRight(2))).isEqualTo(state);
        assertThat(reasonOf(bytes.dropRight(3).toArray())).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void shouldRefuseWhatReceiversDoNotSurvive() {
        byte[] tooLong = new VoiceData(
                        1, 2, 0x80, 3, List.of(), ByteString.fromArray(new byte[VoiceData.MAX_AUDIO_BYTES + 1]))
                .encode()
                .toArray();
        assertThat(reasonOf(tooLong)).isEqualTo(Reason.AUDIO_TOO_LONG);
        assertThat(reasonOf("8bc7030102030402000500010001")).isEqualTo(Reason.UNKNOWN_RECIPIENT_TYPE);
        assertThat(reasonOf("8bc709010203040100000000")).isEqualTo(Reason.NULL_STRING);
        assertThat(reasonOf("8bc70101020304000261000001000000000000000000010000"))
                .isEqualTo(Reason.NULL_STRING);
        assertThat(reasonOf("8bc705000000010001000000010001000112340000")).isEqualTo(Reason.UNKNOWN_ROOM_ID);
        assertThat(reasonOf("8bc70c00000000")).isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reasonOf("8bc700")).isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reasonOf("8bc7")).isEqualTo(Reason.TRUNCATED);
        assertThat(reasonOf("8bc801")).isEqualTo(Reason.WRONG_MAGIC);
        assertThat(reasonOf("")).isEqualTo(Reason.WRONG_MAGIC);
    }

    @Test
    void shouldShareOneExceptionWithoutAStackTracePerReason() {
        Set<Reason> reasons = EnumSet.allOf(Reason.class);
        for (Reason reason : reasons) {
            MalformedPacketException e = MalformedPacketException.of(reason);
            assertThat(e).isSameAs(MalformedPacketException.of(reason));
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getStackTrace()).isEmpty();
        }
    }

    /** Whether it decoded; what decoded encodes and decodes again; flyweights say the same. */
    private boolean checkTotal(byte[] bytes) {
        ByteString packet = ByteString.fromArrayUnsafe(bytes);
        Packet decoded = null;
        Reason reason = null;
        try {
            decoded = Packet.decode(packet);
            assertThat(Packet.decode(decoded.encode())).isEqualTo(decoded);
        } catch (MalformedPacketException e) {
            reason = e.reason();
        }
        int type = Wire.typeCodeOf(packet);
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length + 3).put(3, bytes);
        try {
            if (type == PacketType.VOICE_DATA.code()) {
                VoiceDataFlyweight voice = new VoiceDataFlyweight().wrap(buffer, 3, bytes.length);
                FlyweightViews.assertSame(voice, (VoiceData) decoded, buffer);
            } else if (type == PacketType.SERVER_RELAY_RELIABLE.code()
                    || type == PacketType.SERVER_RELAY_UNRELIABLE.code()) {
                ServerRelayFlyweight relay = new ServerRelayFlyweight().wrap(buffer, 3, bytes.length);
                FlyweightViews.assertSame(relay, (ServerRelay) decoded, buffer);
            }
        } catch (MalformedPacketException e) {
            assertThat(e.reason()).isEqualTo(reason);
        }
        return decoded != null;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            return Packet.decode(ByteString.fromArrayUnsafe(bytes)) != null;
        } catch (MalformedPacketException e) {
            return false;
        }
    }

    private static Reason reasonOf(String hex) {
        return reasonOf(Vectors.bytes(hex).toArray());
    }

    private static Reason reasonOf(byte[] bytes) {
        try {
            return fail("decoded to " + Packet.decode(ByteString.fromArrayUnsafe(bytes)));
        } catch (MalformedPacketException e) {
            return e.reason();
        }
    }
}

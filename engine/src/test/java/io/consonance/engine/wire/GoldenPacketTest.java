package io.consonance.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded packet decodes to its fields and encodes back to its bytes. */
class GoldenPacketTest {

    record Row(String type, JsonNode fields, String hex) {
        @Override
        public String toString() {
            return type + " " + hex.substring(0, Math.min(40, hex.length()));
        }
    }

    static Stream<Row> rows() {
        return Vectors.rows("golden.tsv").stream().map(r -> new Row(r[0], Vectors.json(r[1]), r[2]));
    }

    @Test
    void shouldHaveEveryRow() {
        assertThat(rows()).hasSize(111);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldEncodeFieldsToRecordedBytes(Row row) {
        assertThat(Vectors.hex(packet(row).encode())).isEqualTo(row.hex());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDecodeRecordedBytesToFields(Row row) throws MalformedPacketException {
        assertThat(Packet.decode(Vectors.bytes(row.hex()))).isEqualTo(packet(row));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldIgnoreTrailingBytes(Row row) throws MalformedPacketException {
        assertThat(Packet.decode(Vectors.bytes(row.hex() + (row.type().equals("ClientState") ? "0000" : "ffff"))))
                .isEqualTo(packet(row));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldReadTheSameThroughFlyweightsAnywhereInABuffer(Row row) throws MalformedPacketException {
        byte[] bytes = Vectors.bytes(row.hex()).toArray();
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 9);
        buffer.put(5, bytes);
        if (packet(row) instanceof VoiceData voice) {
            FlyweightViews.assertSame(new VoiceDataFlyweight().wrap(buffer, 5, bytes.length), voice, buffer);
        } else if (packet(row) instanceof ServerRelay relay) {
            FlyweightViews.assertSame(new ServerRelayFlyweight().wrap(buffer, 5, bytes.length), relay, buffer);
        }
    }

    private static Packet packet(Row row) {
        JsonNode f = row.fields();
        return switch (row.type()) {
            case "HandshakeRequest" -> new HandshakeRequest(codec(f), text(f, "name"));
            case "HandshakeResponse" -> response(f);
            case "ClientState" -> new ClientState(session(f), client(f), strings(f.get("rooms")));
            case "RemoveClient" -> new RemoveClient(session(f), f.get("id").intValue());
            case "HandshakeP2P" -> new HandshakeP2P(session(f), f.get("id").intValue());
            case "ErrorWrongSession" -> new ErrorWrongSession(session(f));
            case "DeltaChannelState" ->
                new DeltaChannelState(
                        session(f),
                        f.get("joined").booleanValue(),
                        f.get("peer").intValue(),
                        text(f, "room"));
            case "TextData" ->
                new TextData(
                        session(f),
                        RecipientType.ofCode(f.get("recipientType").intValue()),
                        f.get("sender").intValue(),
                        f.get("recipient").intValue(),
                        text(f, "text"));
            case "ServerRelayReliable" -> relay(true, f);
            case "ServerRelayUnreliable" -> relay(false, f);
            case "VoiceData" -> voice(f);
            default -> throw new AssertionError(row.type());
        };
    }

    private static HandshakeResponse response(JsonNode f) {
        List<ClientInfo> clients = new ArrayList<>();
        f.get("clients").forEach(client -> clients.add(client(client)));
        List<String> names = new ArrayList<>();
        List<RoomListeners> listeners = new ArrayList<>();
        for (JsonNode room : f.get("rooms")) {
            names.add(text(room, "room"));
            listeners.add(new RoomListeners(room.get("roomId").intValue(), ints(room.get("ids"))));
        }
        return new HandshakeResponse(session(f), f.get("clientId").intValue(), clients, names, listeners);
    }

    private static VoiceData voice(JsonNode f) {
        List<VoiceChannel> channels = new ArrayList<>();
        for (JsonNode channel : f.get("channels")) {
            channels.add(new VoiceChannel(
                    ChannelBitfield.encode(
                            text(channel, "type").equals("Room"),
                            channel.get("sessionId").intValue(),
                            BitfieldTest.priority(channel.get("priority").intValue()),
                            Float.intBitsToFloat(Integer.parseUnsignedInt(text(channel, "ampBits"), 16)),
                            channel.get("positional").booleanValue(),
                            channel.get("closing").booleanValue()),
                    channel.get("recipient").intValue()));
        }
        return new VoiceData(
                session(f),
                f.get("sender").intValue(),
                VoiceOptions.encode(f.get("channelSessionByte").intValue()),
                f.get("seq").intValue(),
                channels,
                Vectors.bytes(text(f, "audio")));
    }

    private static ServerRelay relay(boolean reliable, JsonNode f) {
        return new ServerRelay(reliable, session(f), ints(f.get("destinations")), Vectors.bytes(text(f, "payload")));
    }

    private static int session(JsonNode f) {
        return (int) f.get("session").longValue();
    }

    private static CodecSettings codec(JsonNode f) {
        return new CodecSettings(
                f.get("codec").intValue(),
                f.get("frameSize").longValue(),
                f.get("sampleRate").intValue());
    }

    private static ClientInfo client(JsonNode f) {
        return new ClientInfo(text(f, "name"), f.get("id").intValue(), codec(f));
    }

    private static String text(JsonNode f, String field) {
        return f.get(field).textValue();
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.textValue()));
        return values;
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.intValue()));
        return values;
    }
}

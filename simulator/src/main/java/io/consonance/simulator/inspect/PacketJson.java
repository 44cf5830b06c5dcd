package io.consonance.simulator.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import io.consonance.engine.wire.Wire;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.pekko.util.ByteString;

/** What one recorded packet says, as a tree: the fields of its record, with what is packed into bits spelled out. */
final class PacketJson {
    /** Fields that hold bytes of any length; the text form shows their beginning only. */
    private static final Set<String> BYTE_FIELDS = Set.of("audio", "hex");

    private static final int TEXT_DIGITS = 32;

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new SimpleModule("packets").addSerializer(ByteString.class, new HexSerializer()));

    private final RecordedPacket recorded;
    private final ObjectNode decoded;

    private PacketJson(RecordedPacket recorded, ObjectNode decoded) {
        this.recorded = recorded;
        this.decoded = decoded;
    }

    static PacketJson of(RecordedPacket recorded) {
        return new PacketJson(recorded, decode(recorded.bytes()));
    }

    /** False when the bytes are no packet; the tree then says why and holds them. */
    boolean isReadable() {
        return decoded.findValue("error") == null;
    }

    String toJson() throws JsonProcessingException {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("number", recorded.number());
        if (recorded.time() != null) {
            line.put("time", recorded.time().toString());
            line.put("carrier", recorded.carrier());
            line.put("from", recorded.source());
            line.put("to", recorded.destination());
        }
        line.setAll(decoded);
        return MAPPER.writeValueAsString(line);
    }

    String toText() {
        StringBuilder text = new StringBuilder().append(recorded.number()).append("  ");
        if (recorded.time() != null) {
            text.append("%s  %s  %s > %s  "
                    .formatted(recorded.time(), recorded.carrier(), recorded.source(), recorded.destination()));
        }
        return text.append(text(decoded)).toString();
    }

    private static ObjectNode decode(ByteString bytes) {
        try {
            return switch (Wire.magicOf(bytes)) {
                case Wire.LINK_MAGIC -> node(LinkPacket.decode(bytes));
                case Wire.SEALED_MAGIC ->
                    MAPPER.createObjectNode().put("packet", "SealedDatagram").put("bytes", bytes.length());
                default -> node(Packet.decode(bytes));
            };
        } catch (MalformedPacketException e) {
            return MAPPER.createObjectNode()
                    .put("error", e.reason().name())
                    .put("bytes", bytes.length())
                    .put("hex", hex(bytes));
        }
    }

    private static ObjectNode node(Object packet) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("packet", packet.getClass().getSimpleName());
        node.setAll((ObjectNode) MAPPER.valueToTree(packet));
        if (packet instanceof Packet dissonance) {
            node.remove("type");
            node.put("packet", dissonance.type().name());
        }
        if (node.has("session") && node.get("session").isInt()) {
            node.put("session", Integer.toUnsignedLong(node.get("session").intValue()));
        }
        if (packet instanceof VoiceData voice) {
            spellOut(voice, node);
        } else if (packet instanceof ServerRelay relay) {
            node.set("inner", decode(relay.inner()));
        }
        return node;
    }

    private static void spellOut(VoiceData voice, ObjectNode node) {
        node.put("channelSession", VoiceOptions.channelSession(voice.options()));
        ArrayNode channels = node.putArray("channels");
        voice.channels()
                .forEach(channel -> channels.addObject()
                        .put("to", ChannelBitfield.isRoom(channel.bitfield()) ? "room" : "player")
                        .put("recipientId", channel.recipientId())
                        .put(
                                "priority",
                                ChannelBitfield.priority(channel.bitfield()).name())
                        .put("amplitude", ChannelBitfield.amplitude(channel.bitfield()))
                        .put("positional", ChannelBitfield.isPositional(channel.bitfield()))
                        .put("closing", ChannelBitfield.isClosing(channel.bitfield())));
        node.put("audioBytes", voice.audio().length());
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            StringJoiner fields = new StringJoiner(" ", "{", "}");
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                String shown = BYTE_FIELDS.contains(field.getKey())
                        ? shortened(field.getValue().asText())
                        : text(field.getValue());
                fields.add(field.getKey() + "=" + shown);
            }
            return fields.toString();
        }
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            value.forEach(item -> items.add(text(item)));
            return items.toString();
        }
        return value.toString();
    }

    private static String shortened(String digits) {
        return digits.length() > TEXT_DIGITS ? digits.substring(0, TEXT_DIGITS) + "..." : digits;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toArray());
    }

    private static final class HexSerializer extends JsonSerializer<ByteString> {
        @Override
        public void serialize(ByteString value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(hex(value));
        }
    }
}

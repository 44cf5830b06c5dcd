package io.consonance.engine.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * A client and all rooms it listens to; client to server and back, reliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    1
 * 3      4    session id
 * 7      13+n client info
 *        2    number of rooms; a packet that ends before it (or within it) has none
 *        2+n  room name, not null, for each
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param client who it is
 * @param rooms in the order of the packet; may repeat
 */
public record ClientState(int session, ClientInfo client, List<String> rooms) implements Packet {

    private static final int ROOM_COUNT_BYTES = 2;
    private static final int ROOM_LENGTH_BYTES = 2;

    /** Copies the list. */
    public ClientState {
        Objects.requireNonNull(client, "client");
        rooms = List.copyOf(rooms);
    }

    @Override
    public PacketType type() {
        return PacketType.CLIENT_STATE;
    }

    @Override
    public ByteString encode() {
        WireWriter writer = new WireWriter(64 + 16 * rooms.size()).header(type(), session);
        client.write(writer);
        FieldRange.writeStrings(writer, rooms);
        return writer.toByteString();
    }

    /** How many bytes {@link #encode} gives. */
    public int encodedBytes() {
        int bytes = bytesWithoutRooms();
        for (String room : rooms) {
            bytes += bytesOf(room);
        }
        return bytes;
    }

    /**
     * The same in packets for which {@code maxBytes} are enough: a ClientState with as many rooms as find a place, then a
     * DeltaChannelState for each of the others. Without rooms it is never split.
     */
    public List<ByteString> encodeWithin(int maxBytes) {
        List<String> together = new ArrayList<>();
        List<ByteString> packets = new ArrayList<>();
        packets.add(ByteString.emptyByteString());
        int bytes = bytesWithoutRooms();
        for (String room : rooms) {
            if (bytes + bytesOf(room) <= maxBytes) {
                bytes += bytesOf(room);
                together.add(room);
            } else {
                packets.add(new DeltaChannelState(session, true, client.clientId(), room).encode());
            }
        }
        packets.set(0, new ClientState(session, client, together).encode());
        return List.copyOf(packets);
    }

    private int bytesWithoutRooms() {
        return Wire.SESSION_HEADER_BYTES
                + ClientInfo.MIN_BYTES
                + WireWriter.utf8Length(client.name())
                + ROOM_COUNT_BYTES;
    }

    private static int bytesOf(String room) {
        return ROOM_LENGTH_BYTES + WireWriter.utf8Length(room);
    }

    static ClientState decodeBody(WireReader reader) throws MalformedPacketException {
        int session = reader.i32();
        ClientInfo client = ClientInfo.read(reader);
        // Readers since 9.0.8 take a missing count for no rooms.
        List<String> rooms = reader.remaining() < 2 ? List.of() : FieldRange.readStrings(reader);
        return new ClientState(session, client, rooms);
    }
}

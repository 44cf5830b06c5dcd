package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.util.ByteString;

/**
 * The server admits a client and names its id; server to client, reliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    5
 * 3      4    session id
 * 7      2    the client id given
 * 9      2    number of clients
 *        13+n client info, for each
 *        2    number of room names
 *        2+n  room name, not null, for each
 *        2    number of rooms with listeners
 *        2    room id: that of one of the names, for each
 *        1    number of its listeners
 *        2    client id, for each
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param clientId 0..65535
 * @param clients the clients in the session; empty when their states follow as packets of their own
 * @param roomNames names of all rooms
 * @param listeners who listens to which room
 */
public record HandshakeResponse(
        int session, int clientId, List<ClientInfo> clients, List<String> roomNames, List<RoomListeners> listeners)
        implements Packet {

    /** Most listeners one entry can name. */
    public static final int MAX_LISTENERS_PER_ROOM = 0xFF;

    /**
     * The listeners of one room.
     *
     * @param roomId {@link RoomId} of one of the room names
     * @param clientIds at most {@link #MAX_LISTENERS_PER_ROOM} of them, when it is to be sent
     */
    public record RoomListeners(int roomId, List<Integer> clientIds) {

        static final int MIN_BYTES = 3;

        /** Checks the ranges and copies the list. */
        public RoomListeners {
            FieldRange.check("roomId", roomId, FieldRange.U16_MAX);
            clientIds = FieldRange.copyOfIds("clientId", clientIds);
        }
    }

    /** Checks the ranges and copies the lists. */
    public HandshakeResponse {
        FieldRange.check("clientId", clientId, FieldRange.U16_MAX);
        clients = List.copyOf(clients);
        roomNames = List.copyOf(roomNames);
        listeners = List.copyOf(listeners);
    }

    /** The form of current servers: the client states follow as packets of their own. */
    public static HandshakeResponse withoutLists(int session, int clientId) {
        return new HandshakeResponse(session, clientId, List.of(), List.of(), List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.HANDSHAKE_RESPONSE;
    }

    @Override
    public ByteString encode() {
        WireWriter writer = new WireWriter(15 + 32 * (clients.size() + roomNames.size()));
        writer.header(type(), session).u16(clientId).count16(clients.size());
        clients.forEach(client -> client.write(writer));
        FieldRange.writeStrings(writer, roomNames);
        writer.count16(listeners.size());
        for (RoomListeners room : listeners) {
            writer.u16(room.roomId()).count8(room.clientIds().size());
            room.clientIds().forEach(writer::u16);
        }
        return writer.toByteString();
    }

    static HandshakeResponse decodeBody(WireReader reader) throws MalformedPacketException {
        int session = reader.i32();
        int clientId = reader.u16();
        int clientCount = reader.count16(ClientInfo.MIN_BYTES);
        List<ClientInfo> clients = new ArrayList<>(clientCount);
        for (int i = 0; i < clientCount; i++) {
            clients.add(ClientInfo.read(reader));
        }
        List<String> roomNames = FieldRange.readStrings(reader);
        return new HandshakeResponse(session, clientId, clients, roomNames, readListeners(reader, roomNames));
    }

    private static List<RoomListeners> readListeners(WireReader reader, List<String> roomNames)
            throws MalformedPacketException {
        int count = reader.count16(RoomListeners.MIN_BYTES);
        if (count == 0) {
            return List.of();
        }
        Set<Integer> namedIds = new HashSet<>();
        roomNames.forEach(name -> namedIds.add(RoomId.of(name)));
        List<RoomListeners> listeners = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int roomId = reader.u16();
            if (!namedIds.contains(roomId)) {
                throw MalformedPacketException.of(Reason.UNKNOWN_ROOM_ID);
            }
            listeners.add(new RoomListeners(roomId, FieldRange.readIds(reader, reader.count8(2))));
        }
        return listeners;
    }
}

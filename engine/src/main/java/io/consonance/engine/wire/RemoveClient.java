package io.consonance.engine.wire;

import org.apache.pekko.util.ByteString;

/**
 * A client has left; server to client, reliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    10
 * 3      4    session id
 * 7      2    client id of the one that left
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param clientId 0..65535
 */
public record RemoveClient(int session, int clientId) implements Packet {

    /** Checks the ranges. */
    public RemoveClient {
        FieldRange.check("clientId", clientId, FieldRange.U16_MAX);
    }

    @Override
    public PacketType type() {
        return PacketType.REMOVE_CLIENT;
    }

    @Override
    public ByteString encode() {
        return new WireWriter(9).header(type(), session).u16(clientId).toByteString();
    }

    static RemoveClient decodeBody(WireReader reader) throws MalformedPacketException {
        return new RemoveClient(reader.i32(), reader.u16());
    }
}

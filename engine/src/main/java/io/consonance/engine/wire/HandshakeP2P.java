package io.consonance.engine.wire;

import org.apache.pekko.util.ByteString;

/**
 * A client introduces itself over a direct path to another; never to or from the server.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    11
 * 3      4    session id
 * 7      2    client id of the one that sends it
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param clientId 0..65535
 */
public record HandshakeP2P(int session, int clientId) implements Packet {

    /** Checks the ranges. */
    public HandshakeP2P {
        FieldRange.check("clientId", clientId, FieldRange.U16_MAX);
    }

    @Override
    public PacketType type() {
        return PacketType.HANDSHAKE_P2P;
    }

    @Override
    public ByteString encode() {
        return new WireWriter(9).header(type(), session).u16(clientId).toByteString();
    }

    static HandshakeP2P decodeBody(WireReader reader) throws MalformedPacketException {
        return new HandshakeP2P(reader.i32(), reader.u16());
    }
}

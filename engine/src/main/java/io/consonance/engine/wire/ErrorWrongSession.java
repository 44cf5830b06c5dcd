package io.consonance.engine.wire;

import org.apache.pekko.util.ByteString;

/**
 * The server names its session to a client that used another; server to client, unreliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    6
 * 3      4    the server's session id
 * </pre>
 *
 * @param session unsigned 32 bits
 */
public record ErrorWrongSession(int session) implements Packet {

    @Override
    public PacketType type() {
        return PacketType.ERROR_WRONG_SESSION;
    }

    @Override
    public ByteString encode() {
        return new WireWriter(Wire.SESSION_HEADER_BYTES).header(type(), session).toByteString();
    }

    static ErrorWrongSession decodeBody(WireReader reader) throws MalformedPacketException {
        return new ErrorWrongSession(reader.i32());
    }
}

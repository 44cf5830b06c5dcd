package io.consonance.engine.wire;

import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * A client asks to join; client to server, reliable. It has no session id, and the codec stands before the name.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    4
 * 3      9    codec settings
 * 12     2+n  name; a server refuses null
 * </pre>
 *
 * @param codec how the client encodes its voice
 * @param name may be null on the wire
 */
public record HandshakeRequest(CodecSettings codec, String name) implements Packet {

    /** Checks that there is a codec. */
    public HandshakeRequest {
        Objects.requireNonNull(codec, "codec");
    }

    @Override
    public PacketType type() {
        return PacketType.HANDSHAKE_REQUEST;
    }

    @Override
    public ByteString encode() {
        WireWriter writer = new WireWriter(64).header(type());
        codec.write(writer);
        return writer.string(name).toByteString();
    }

    static HandshakeRequest decodeBody(WireReader reader) throws MalformedPacketException {
        return new HandshakeRequest(CodecSettings.read(reader), reader.nullableString());
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * One message of the link itself, as an immutable value; any thread may use it. Source: {@code link.md}, "Link packets".
 *
 * <p>Every link packet begins with
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    type
 * </pre>
 *
 * <p>Secrets (tokens, credentials, keys) do not appear in {@code toString()}.
 */
public sealed interface LinkPacket
        permits LinkHello, LinkJoin, LinkReject, LinkRedirect, LinkBind, LinkBound, LinkPing, LinkPong, LinkCandidate {

    /** Number of the type on the wire. */
    int typeCode();

    /** The bytes it is sent as, header included. */
    ByteString encode();

    /** Reads one link packet. Total: any bytes give a packet or the exception. Bytes behind a complete packet are ignored. */
    static LinkPacket decode(ByteString bytes) throws MalformedPacketException {
        if (Wire.magicOf(bytes) != Wire.LINK_MAGIC) {
            throw MalformedPacketException.of(Reason.WRONG_MAGIC);
        }
        if (bytes.length() < Wire.HEADER_BYTES) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        int type = Wire.typeCodeOf(bytes);
        if (type < LinkHello.TYPE || type > LinkCandidate.TYPE) {
            throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        }
        WireReader reader = new WireReader(bytes);
        reader.bytes(Wire.HEADER_BYTES);
        return switch (type) {
            case LinkHello.TYPE -> LinkHello.decodeBody(reader);
            case LinkJoin.TYPE -> LinkJoin.decodeBody(reader);
            case LinkReject.TYPE -> LinkReject.decodeBody(reader);
            case LinkRedirect.TYPE -> LinkRedirect.decodeBody(reader);
            case LinkBind.TYPE -> LinkBind.decodeBody(reader);
            case LinkBound.TYPE -> LinkBound.decodeBody(reader);
            case LinkPing.TYPE -> LinkPing.decodeBody(reader);
            case LinkPong.TYPE -> LinkPong.decodeBody(reader);
            default -> LinkCandidate.decodeBody(reader);
        };
    }
}

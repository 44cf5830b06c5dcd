package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * Asks the other side for a sign of life; both directions, both carriers.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    7
 * 3      8    opaque, echoed in the answer
 * </pre>
 *
 * @param opaque any 64 bits
 */
public record LinkPing(long opaque) implements LinkPacket {

    static final int TYPE = 7;

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 11).i64(opaque).toByteString();
    }

    static LinkPing decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkPing(reader.i64());
    }
}

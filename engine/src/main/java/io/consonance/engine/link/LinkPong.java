package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * Answers a LinkPing, once every earlier packet of that carrier was processed; both directions, both carriers.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    8
 * 3      8    opaque, that of the LinkPing
 * </pre>
 *
 * @param opaque any 64 bits
 */
public record LinkPong(long opaque) implements LinkPacket {

    static final int TYPE = 8;

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 11).i64(opaque).toByteString();
    }

    static LinkPong decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkPong(reader.i64());
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * The host has bound the address a LinkBind came from; host to peer, UDP.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    6
 * 3      4    nonce of that LinkBind
 * </pre>
 *
 * @param nonce 0..4294967295
 */
public record LinkBound(long nonce) implements LinkPacket {

    static final int TYPE = 6;

    /** Checks the range. */
    public LinkBound {
        LinkFields.checkRange("nonce", nonce, 0, LinkFields.U32_MAX);
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 7).i32((int) nonce).toByteString();
    }

    static LinkBound decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkBound(reader.u32());
    }
}

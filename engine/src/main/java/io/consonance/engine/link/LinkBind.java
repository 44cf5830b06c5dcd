package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import org.apache.pekko.util.ByteString;

/**
 * A peer claims the address this comes from for its connection; peer to host, UDP.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    5
 * 3      16   token of the connection
 * 19     4    nonce, unsigned; each greater than the one before
 * </pre>
 *
 * @param token 16 bytes; compare them in constant time, never log them
 * @param nonce 0..4294967295
 */
public record LinkBind(ByteString token, long nonce) implements LinkPacket {

    static final int TYPE = 5;

    /** Checks the ranges. */
    public LinkBind {
        LinkFields.checkToken(token);
        LinkFields.checkRange("nonce", nonce, 0, LinkFields.U32_MAX);
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 23).bytes(token).i32((int) nonce).toByteString();
    }

    static LinkBind decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkBind(reader.bytes(LinkFields.TOKEN_BYTES), reader.u32());
    }

    @Override
    public String toString() {
        return "LinkBind[nonce=" + nonce + "]";
    }
}

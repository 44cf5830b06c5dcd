package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.WireReader;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * The host sends a peer elsewhere: connect there and say the same LinkJoin; host to peer, TCP, the last frame before close.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    4
 * 3      2+n  host name or address, not null
 *        2    TCP port, not 0
 * </pre>
 *
 * @param host name or address
 * @param tcpPort 1..65535
 */
public record LinkRedirect(String host, int tcpPort) implements LinkPacket {

    static final int TYPE = 4;

    /** Checks the range. */
    public LinkRedirect {
        Objects.requireNonNull(host, "host");
        LinkFields.checkRange("tcpPort", tcpPort, 1, LinkFields.U16_MAX);
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 48).string(host).u16(tcpPort).toByteString();
    }

    static LinkRedirect decodeBody(WireReader reader) throws MalformedPacketException {
        return new LinkRedirect(reader.string(), LinkFields.positiveU16(reader));
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.WireReader;
import java.net.InetSocketAddress;
import org.apache.pekko.util.ByteString;

/**
 * Where another client's UDP was seen; host to peer, TCP, only where candidates are offered.
 *
 * <pre>
 * offset size
 * 0      2    8B C8
 * 2      1    9
 * 3      2    client id
 * 5      2+n  literal IPv4 or IPv6 address
 *        2    UDP port, not 0
 * </pre>
 *
 * @param clientId 0..65535
 * @param address a literal address, never a name: nothing is ever looked up
 * @param udpPort 1..65535
 */
public record LinkCandidate(int clientId, String address, int udpPort) implements LinkPacket {

    static final int TYPE = 9;

    /** Checks the ranges. */
    public LinkCandidate {
        LinkFields.checkRange("clientId", clientId, 0, LinkFields.U16_MAX);
        LinkFields.checkRange("udpPort", udpPort, 1, LinkFields.U16_MAX);
        if (AddressLiteral.parse(address) == null) {
            throw new IllegalArgumentException("not a literal address: " + address);
        }
    }

    /** A candidate at a resolved socket address. */
    public static LinkCandidate of(int clientId, InetSocketAddress address) {
        return new LinkCandidate(clientId, AddressLiteral.of(address.getAddress()), address.getPort());
    }

    /** The socket address it names. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(AddressLiteral.parse(address), udpPort);
    }

    @Override
    public int typeCode() {
        return TYPE;
    }

    @Override
    public ByteString encode() {
        return LinkFields.writer(this, 48)
                .u16(clientId)
                .string(address)
                .u16(udpPort)
                .toByteString();
    }

    static LinkCandidate decodeBody(WireReader reader) throws MalformedPacketException {
        int clientId = reader.u16();
        String address = reader.string();
        int udpPort = LinkFields.positiveU16(reader);
        if (AddressLiteral.parse(address) == null) {
            throw MalformedPacketException.of(Reason.VALUE_OUT_OF_RANGE);
        }
        return new LinkCandidate(clientId, address, udpPort);
    }
}

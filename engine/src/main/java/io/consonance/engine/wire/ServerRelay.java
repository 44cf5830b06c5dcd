package io.consonance.engine.wire;

import java.util.List;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * A packet the server is to pass on to clients, reliably or not. The byte table is at {@link ServerRelayFlyweight},
 * which is what the media path uses.
 *
 * @param reliable which of the two message types it is
 * @param session unsigned 32 bits
 * @param destinations client ids, at most {@link #MAX_DESTINATIONS}, may repeat
 * @param inner one complete packet with its own header; not checked here
 */
public record ServerRelay(boolean reliable, int session, List<Integer> destinations, ByteString inner)
        implements Packet {

    /** Most destinations one packet can name. */
    public static final int MAX_DESTINATIONS = 0xFF;

    /** Checks the ranges and copies the list. */
    public ServerRelay {
        FieldRange.check("number of destinations", destinations.size(), MAX_DESTINATIONS);
        destinations = FieldRange.copyOfIds("destination", destinations);
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public PacketType type() {
        return reliable ? PacketType.SERVER_RELAY_RELIABLE : PacketType.SERVER_RELAY_UNRELIABLE;
    }

    @Override
    public ByteString encode() {
        int[] ids = destinations.stream().mapToInt(Integer::intValue).toArray();
        return ServerRelayFlyweight.encode(reliable, session, ids, 0, ids.length, inner);
    }

    static ServerRelay decodeBody(boolean reliable, WireReader reader) throws MalformedPacketException {
        int session = reader.i32();
        List<Integer> destinations = FieldRange.readIds(reader, reader.count8(2));
        return new ServerRelay(reliable, session, destinations, reader.byteArray());
    }
}

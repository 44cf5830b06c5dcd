package io.consonance.engine.link;

import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import org.apache.pekko.util.ByteString;

/** Which packet may come by which carrier. Source: {@code link.md}, "Two carriers". */
final class Carriers {

    private Carriers() {}

    /** Whether a Dissonance packet is of a type that travels by datagram; unknown types count as reliable. */
    static boolean isUnreliable(ByteString packet) {
        PacketType type = PacketType.ofCode(Wire.typeCodeOf(packet));
        return type != null && type.unreliable();
    }

    /** Whether a Dissonance packet is one that no carrier may take for its size. */
    static boolean isOversized(ByteString packet) {
        return packet.length() > Wire.MAX_DATAGRAM_BYTES && isUnreliable(packet);
    }
}

package io.consonance.engine.wire;

import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * A client begins or ends to listen to one room; client to server and back, reliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    9
 * 3      4    session id
 * 7      1    joined: written as 0 or 1, any other number reads as joined
 * 8      2    client id
 * 10     2+n  room name, not null
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param joined false when it has left
 * @param clientId 0..65535
 * @param room may be empty
 */
public record DeltaChannelState(int session, boolean joined, int clientId, String room) implements Packet {

    /** Checks the ranges. */
    public DeltaChannelState {
        FieldRange.check("clientId", clientId, FieldRange.U16_MAX);
        Objects.requireNonNull(room, "room");
    }

    @Override
    public PacketType type() {
        return PacketType.DELTA_CHANNEL_STATE;
    }

    @Override
    public ByteString encode() {
        return new WireWriter(48)
                .header(type(), session)
                .u8(joined ? 1 : 0)
                .u16(clientId)
                .string(room)
                .toByteString();
    }

    static DeltaChannelState decodeBody(WireReader reader) throws MalformedPacketException {
        return new DeltaChannelState(reader.i32(), reader.u8() != 0, reader.u16(), reader.string());
    }
}

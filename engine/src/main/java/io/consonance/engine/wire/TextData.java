package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * A text message; inside a relay or between peers, reliable.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    3
 * 3      4    session id
 * 7      1    recipient type: 0 room, 1 player
 * 8      2    client id of the sender
 * 10     2    recipient: room id or client id
 * 12     2+n  text, may be null
 * </pre>
 *
 * @param session unsigned 32 bits
 * @param recipientType room or player
 * @param senderId 0..65535
 * @param recipientId room id or client id, 0..65535
 * @param text may be null on the wire
 */
public record TextData(int session, RecipientType recipientType, int senderId, int recipientId, String text)
        implements Packet {

    /** Checks the ranges. */
    public TextData {
        Objects.requireNonNull(recipientType, "recipientType");
        FieldRange.check("senderId", senderId, FieldRange.U16_MAX);
        FieldRange.check("recipientId", recipientId, FieldRange.U16_MAX);
    }

    @Override
    public PacketType type() {
        return PacketType.TEXT_DATA;
    }

    @Override
    public ByteString encode() {
        return new WireWriter(64)
                .header(type(), session)
                .u8(recipientType.code())
                .u16(senderId)
                .u16(recipientId)
                .string(text)
                .toByteString();
    }

    static TextData decodeBody(WireReader reader) throws MalformedPacketException {
        int session = reader.i32();
        RecipientType recipientType = RecipientType.ofCode(reader.u8());
        if (recipientType == null) {
            throw MalformedPacketException.of(Reason.UNKNOWN_RECIPIENT_TYPE);
        }
        return new TextData(session, recipientType, reader.u16(), reader.u16(), reader.nullableString());
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireReader;
import io.consonance.engine.wire.WireWriter;
import org.apache.pekko.util.ByteString;

/** What several link packets have in common. */
final class LinkFields {

    static final int TOKEN_BYTES = 16;
    static final int U16_MAX = 0xFFFF;
    static final long U32_MAX = 0xFFFF_FFFFL;

    private LinkFields() {}

    static WireWriter writer(LinkPacket packet, int expectedBytes) {
        return new WireWriter(expectedBytes).u16(Wire.LINK_MAGIC).u8(packet.typeCode());
    }

    static void checkRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed " + min + ".." + max);
        }
    }

    static void checkToken(ByteString token) {
        checkRange("token length", token.length(), TOKEN_BYTES, TOKEN_BYTES);
    }

    /** A u16 for which 0 makes no sense. */
    static int positiveU16(WireReader reader) throws MalformedPacketException {
        int value = reader.u16();
        if (value == 0) {
            throw MalformedPacketException.of(Reason.VALUE_OUT_OF_RANGE);
        }
        return value;
    }
}

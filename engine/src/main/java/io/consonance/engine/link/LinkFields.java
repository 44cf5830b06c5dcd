package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireReader;
import io.consonance.engine.wire.WireWriter;
import java.time.Duration;
import org.apache.pekko.util.ByteString;

/** What several link packets have in common. */
final class LinkFields {

    static final int TOKEN_BYTES = 16;
    static final int U16_MAX = 0xFFFF;
    static final long U32_MAX = 0xFFFF_FFFFL;

    private static final Duration MAX_DURATION = Duration.ofDays(1);

    private LinkFields() {}

    static WireWriter writer(LinkPacket packet, int expectedBytes) {
        return new WireWriter(expectedBytes).u16(Wire.LINK_MAGIC).u8(packet.typeCode());
    }

    static void checkRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", allowed " + min + ".." + max);
        }
    }

    /** Checks that times that far from now can be reckoned with. */
    static void checkDuration(String setting, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    setting + " is " + value + ", allowed above zero, up to " + MAX_DURATION);
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

package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** The checks that both flyweights begin and end with. */
final class FlyweightHeader {

    private FlyweightHeader() {}

    static void check(ByteBuffer buffer, int offset, int length) throws MalformedPacketException {
        Objects.checkFromIndexSize(offset, length, buffer.limit());
        if (buffer.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("the buffer must be big-endian");
        }
        if (Wire.magicOf(buffer, offset, length) != Wire.MAGIC) {
            throw MalformedPacketException.of(Reason.WRONG_MAGIC);
        }
        if (length < Wire.HEADER_BYTES) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
    }

    /** The message type of what was checked. */
    static int typeCode(ByteBuffer buffer, int offset) {
        return buffer.get(offset + 2) & 0xFF;
    }

    /** The length of the byte array whose length field is at {@code field}, relative to {@code offset}. */
    static int byteArrayLength(ByteBuffer buffer, int offset, int length, int field) throws MalformedPacketException {
        if (field + 2 > length) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        int bytes = Wire.u16(buffer, offset + field);
        if (field + 2 + bytes > length) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        return bytes;
    }
}

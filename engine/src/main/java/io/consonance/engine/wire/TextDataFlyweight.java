package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;

/**
 * Reads a TextData packet where it lies, all but the text. Not thread-safe, allocates nothing; valid while the bytes of the
 * wrapped buffer stay what they were. The position, limit and mark of the buffer are neither used nor changed. The byte
 * table is at {@link TextData}.
 */
public final class TextDataFlyweight {

    private static final int SESSION_OFFSET = 3;
    private static final int RECIPIENT_TYPE_OFFSET = 7;
    private static final int SENDER_OFFSET = 8;
    private static final int TEXT_LENGTH_OFFSET = 12;
    private static final int TEXT_OFFSET = 14;

    private ByteBuffer buffer;
    private int offset;
    private int encodedBytes;

    /** Wraps nothing yet. */
    public TextDataFlyweight() {}

    /** How many bytes a packet with so many of text has. */
    public static int encodedBytes(int textBytes) {
        return TEXT_OFFSET + textBytes;
    }

    /**
     * Checks the packet in {@code buffer[offset, offset + length)}, which must be big-endian, and makes it the one that is
     * read. After an exception the packet wrapped before is still there.
     */
    public TextDataFlyweight wrap(ByteBuffer buffer, int offset, int length) throws MalformedPacketException {
        FlyweightHeader.check(buffer, offset, length);
        if (FlyweightHeader.typeCode(buffer, offset) != PacketType.TEXT_DATA.code()) {
            throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        }
        if (length < TEXT_OFFSET) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        if (RecipientType.ofCode(buffer.get(offset + RECIPIENT_TYPE_OFFSET) & 0xFF) == null) {
            throw MalformedPacketException.of(Reason.UNKNOWN_RECIPIENT_TYPE);
        }
        // The length field says one more than the text has bytes, or 0 for a null text.
        int bytes = encodedBytes(Math.max(0, Wire.u16(buffer, offset + TEXT_LENGTH_OFFSET) - 1));
        if (bytes > length) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        this.buffer = buffer;
        this.offset = offset;
        this.encodedBytes = bytes;
        return this;
    }

    /** Session id, unsigned 32 bits. */
    public int session() {
        return buffer.getInt(offset + SESSION_OFFSET);
    }

    /** Client id of the sender. */
    public int senderId() {
        return Wire.u16(buffer, offset + SENDER_OFFSET);
    }

    /** Length of the packet without what may follow it. */
    public int encodedBytes() {
        return encodedBytes;
    }
}

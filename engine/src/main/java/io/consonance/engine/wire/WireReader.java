package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * Reads the primitive encodings of section 1 from front to back. Every length is checked against what is left before
 * anything is allocated; no bytes make it throw anything but {@link MalformedPacketException}.
 *
 * <p>Not thread-safe. Byte strings it returns are slices that share the bytes of the source.
 */
public final class WireReader {

    private final ByteString source;
    private final ByteBuffer buffer;

    /** Starts at the first byte of {@code source}. */
    public WireReader(ByteString source) {
        this.source = source;
        this.buffer = source.asByteBuffer();
    }

    /** Bytes not read yet. */
    public int remaining() {
        return buffer.remaining();
    }

    /** An unsigned byte. */
    public int u8() throws MalformedPacketException {
        need(1);
        return buffer.get() & 0xFF;
    }

    /** An unsigned 16-bit integer. */
    public int u16() throws MalformedPacketException {
        need(2);
        return buffer.getShort() & 0xFFFF;
    }

    /** 32 bits, for session ids and signed integers. */
    public int i32() throws MalformedPacketException {
        need(4);
        return buffer.getInt();
    }

    /** An unsigned 32-bit integer. */
    public long u32() throws MalformedPacketException {
        return i32() & 0xFFFF_FFFFL;
    }

    /** 64 bits. */
    public long i64() throws MalformedPacketException {
        need(8);
        return buffer.getLong();
    }

    /** A string that may be null. Invalid UTF-8 becomes U+FFFD. */
    public String nullableString() throws MalformedPacketException {
        int lengthPlusOne = u16();
        if (lengthPlusOne == 0) {
            return null;
        }
        need(lengthPlusOne - 1);
        byte[] utf8 = new byte[lengthPlusOne - 1];
        buffer.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A string that must not be null. */
    public String string() throws MalformedPacketException {
        String value = nullableString();
        if (value == null) {
            throw MalformedPacketException.of(Reason.NULL_STRING);
        }
        return value;
    }

    /** The next {@code length} bytes. */
    public ByteString bytes(int length) throws MalformedPacketException {
        need(length);
        int from = buffer.position();
        buffer.position(from + length);
        return source.slice(from, from + length);
    }

    /** A byte array: u16 length, then as many bytes. */
    public ByteString byteArray() throws MalformedPacketException {
        return bytes(u16());
    }

    /** A u16 count of entries that take at least {@code minEntryBytes} each. */
    public int count16(int minEntryBytes) throws MalformedPacketException {
        return checkedCount(u16(), minEntryBytes);
    }

    /** A u8 count of entries that take at least {@code minEntryBytes} each. */
    public int count8(int minEntryBytes) throws MalformedPacketException {
        return checkedCount(u8(), minEntryBytes);
    }

    private int checkedCount(int count, int minEntryBytes) throws MalformedPacketException {
        if ((long) count * minEntryBytes > buffer.remaining()) {
            throw MalformedPacketException.of(Reason.COUNT_BEYOND_DATA);
        }
        return count;
    }

    private void need(int bytes) throws MalformedPacketException {
        if (buffer.remaining() < bytes) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
    }
}

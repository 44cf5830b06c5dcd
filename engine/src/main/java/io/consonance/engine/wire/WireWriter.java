package io.consonance.engine.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * Writes the primitive encodings of section 1 into an array that grows. Numbers are written by their low bits; what a
 * packet cannot express at all (a string above 65,534 bytes, a count above its field) is refused with an
 * {@link IllegalArgumentException}, for that is a mistake of the caller and not of the network.
 *
 * <p>Not thread-safe. What {@link #toByteString()} gave stays as it is when the writer is used on.
 */
public final class WireWriter {

    /** Longest string a u16 of length + 1 can announce, in UTF-8 bytes. */
    public static final int MAX_STRING_BYTES = 0xFFFE;

    private byte[] bytes;
    private int length;

    /** Starts empty, with room for {@code expectedBytes}. */
    public WireWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    /** Bytes a string takes on the wire without its length field; lone surrogates count as the U+FFFD they become. */
    public static int utf8Length(String value) {
        int length = 0;
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (unit < 0x80) {
                length += 1;
            } else if (unit < 0x800) {
                length += 2;
            } else if (isPairAt(value, i)) {
                length += 4;
                i++;
            } else {
                length += 3;
            }
        }
        return length;
    }

    /** Magic and message type of a Dissonance packet. */
    public WireWriter header(PacketType type) {
        return u16(Wire.MAGIC).u8(type.code());
    }

    /** Magic, message type and session id of a Dissonance packet. */
    public WireWriter header(PacketType type, int session) {
        return header(type).i32(session);
    }

    /** The low 8 bits. */
    public WireWriter u8(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** The low 16 bits. */
    public WireWriter u16(int value) {
        ensure(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
        return this;
    }

    /** 32 bits. */
    public WireWriter i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /** 64 bits. */
    public WireWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    /** A string that may be null. Lone surrogates are written as U+FFFD. */
    public WireWriter string(String value) {
        if (value == null) {
            return u16(0);
        }
        byte[] utf8 = withoutLoneSurrogates(value).getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException(
                    "string of " + utf8.length + " UTF-8 bytes, at most " + MAX_STRING_BYTES);
        }
        u16(utf8.length + 1);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return this;
    }

    /** The bytes as they are, without a length. */
    public WireWriter bytes(ByteString value) {
        ensure(value.length());
        value.copyToArray(bytes, length, value.length());
        length += value.length();
        return this;
    }

    /** A byte array: u16 length, then the bytes. */
    public WireWriter byteArray(ByteString value) {
        return count16(value.length()).bytes(value);
    }

    /** A u16 count. */
    public WireWriter count16(int count) {
        return u16(checkedCount(count, 0xFFFF));
    }

    /** A u8 count. */
    public WireWriter count8(int count) {
        return u8(checkedCount(count, 0xFF));
    }

    /** What was written so far. */
    public ByteString toByteString() {
        // a full array is given away: whatever is written next goes into a longer one
        return ByteString.fromArrayUnsafe(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    private static int checkedCount(int count, int max) {
        if (count < 0 || count > max) {
            throw new IllegalArgumentException("count " + count + ", at most " + max);
        }
        return count;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** The JDK's encoder would write a question mark where the original writes U+FFFD. */
    private static String withoutLoneSurrogates(String value) {
        StringBuilder repaired = null;
        for (int i = 0; i < value.length(); i++) {
            if (isPairAt(value, i)) {
                i++;
            } else if (Character.isSurrogate(value.charAt(i))) {
                if (repaired == null) {
                    repaired = new StringBuilder(value);
                }
                repaired.setCharAt(i, '\uFFFD');
            }
        }
        return repaired == null ? value : repaired.toString();
    }

    private static boolean isPairAt(String value, int index) {
        return Character.isHighSurrogate(value.charAt(index))
                && index + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(index + 1));
    }
}

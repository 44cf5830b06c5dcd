package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * Reads a relay packet where it lies. Not thread-safe, allocates nothing; valid while the bytes of the wrapped buffer
 * stay what they were. The position, limit and mark of the buffer are neither used nor changed.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    7 reliable, 8 unreliable
 * 3      4    session id
 * 7      1    number of destinations
 * 8      2    destination: client id, for each
 *        2    length of the inner packet
 *        n    inner packet, with its own header
 * </pre>
 */
public final class ServerRelayFlyweight {

    static final int SESSION_OFFSET = 3;
    static final int DESTINATION_COUNT_OFFSET = 7;
    static final int DESTINATIONS_OFFSET = 8;

    private ByteBuffer buffer;
    private int offset;
    private boolean reliable;
    private int destinationCount;
    private int innerOffset;
    private int innerLength;

    /** Wraps nothing yet. */
    public ServerRelayFlyweight() {}

    /**
     * Checks the packet in {@code buffer[offset, offset + length)}, which must be big-endian, and makes it the one that is
     * read. The inner packet is not looked into. After an exception the packet wrapped before is still there.
     */
    public ServerRelayFlyweight wrap(ByteBuffer buffer, int offset, int length) throws MalformedPacketException {
        FlyweightHeader.check(buffer, offset, length);
        int type = FlyweightHeader.typeCode(buffer, offset);
        boolean isReliable = type == PacketType.SERVER_RELAY_RELIABLE.code();
        if (!isReliable && type != PacketType.SERVER_RELAY_UNRELIABLE.code()) {
            throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        }
        if (length < DESTINATIONS_OFFSET) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        int count = buffer.get(offset + DESTINATION_COUNT_OFFSET) & 0xFF;
        int lengthField = DESTINATIONS_OFFSET + count * 2;
        if (lengthField > length) {
            throw MalformedPacketException.of(Reason.COUNT_BEYOND_DATA);
        }
        int innerBytes = FlyweightHeader.byteArrayLength(buffer, offset, length, lengthField);
        this.buffer = buffer;
        this.offset = offset;
        this.reliable = isReliable;
        this.destinationCount = count;
        this.innerOffset = offset + lengthField + 2;
        this.innerLength = innerBytes;
        return this;
    }

    /** Whether the inner packet is to be passed on reliably. */
    public boolean reliable() {
        return reliable;
    }

    /** Session id, unsigned 32 bits. */
    public int session() {
        return buffer.getInt(offset + SESSION_OFFSET);
    }

    /** Number of destinations, 0..255. */
    public int destinationCount() {
        return destinationCount;
    }

    /** Client id of destination {@code i}. */
    public int destination(int i) {
        return Wire.u16(buffer, offset + DESTINATIONS_OFFSET + Objects.checkIndex(i, destinationCount) * 2);
    }

    /** Where the inner packet begins, counted from the start of the wrapped buffer. */
    public int innerOffset() {
        return innerOffset;
    }

    /** Length of the inner packet in bytes. */
    public int innerLength() {
        return innerLength;
    }

    /** How many bytes a packet with so many destinations and bytes of inner packet has. */
    public static int encodedBytes(int destinationCount, int innerBytes) {
        return DESTINATIONS_OFFSET + destinationCount * 2 + 2 + innerBytes;
    }

    /** How many destinations a packet of {@code maxBytes} has room for, beside so many bytes of inner packet. */
    public static int destinationsWithin(int maxBytes, int innerBytes) {
        return Math.min(ServerRelay.MAX_DESTINATIONS, (maxBytes - encodedBytes(0, innerBytes)) / 2);
    }

    /** A relay to {@code ids[from, from + count)}, at most {@link ServerRelay#MAX_DESTINATIONS} of them. */
    public static ByteString encode(boolean reliable, int session, int[] ids, int from, int count, ByteString inner) {
        PacketType type = reliable ? PacketType.SERVER_RELAY_RELIABLE : PacketType.SERVER_RELAY_UNRELIABLE;
        WireWriter writer = new WireWriter(encodedBytes(count, inner.length()))
                .header(type, session)
                .count8(count);
        for (int i = from; i < from + count; i++) {
            writer.u16(ids[i]);
        }
        return writer.byteArray(inner).toByteString();
    }
}

package io.consonance.engine.wire;

import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/** The constants every packet shares, and a look at its first bytes. Stateless; source: section 1 and {@code link.md}. */
public final class Wire {

    /** First two bytes of a Dissonance packet. */
    public static final int MAGIC = 0x8BC7;

    /** First two bytes of a link packet. */
    public static final int LINK_MAGIC = 0x8BC8;

    /** First two bytes of a sealed datagram. */
    public static final int SEALED_MAGIC = 0x8BC9;

    /** Largest datagram, and the largest unreliable packet on any carrier. */
    public static final int MAX_DATAGRAM_BYTES = 1200;

    /** Largest packet on TCP: what its 16-bit length prefix can say. */
    public static final int MAX_FRAME_BYTES = 0xFFFF;

    /** Magic and message type. */
    public static final int HEADER_BYTES = 3;

    /** Magic, message type and session id. */
    public static final int SESSION_HEADER_BYTES = 7;

    private Wire() {}

    /** The first two bytes of {@code packet}, or -1 when it is shorter. */
    public static int magicOf(ByteString packet) {
        return packet.length() < 2 ? -1 : (packet.apply(0) & 0xFF) << 8 | packet.apply(1) & 0xFF;
    }

    /** The first two bytes at {@code offset}, or -1 when {@code length} is below two. */
    public static int magicOf(ByteBuffer buffer, int offset, int length) {
        return length < 2 ? -1 : u16(buffer, offset);
    }

    /** The message type behind the magic, or -1 when {@code packet} ends before it. Unknown types are returned as they are. */
    public static int typeCodeOf(ByteString packet) {
        return packet.length() < HEADER_BYTES ? -1 : packet.apply(2) & 0xFF;
    }

    /** The session id behind the message type, unsigned 32 bits; the packet must have {@link #SESSION_HEADER_BYTES}. */
    public static int sessionOf(ByteString packet) {
        int session = 0;
        for (int i = HEADER_BYTES; i < SESSION_HEADER_BYTES; i++) {
            session = session << 8 | packet.apply(i) & 0xFF;
        }
        return session;
    }

    static int u16(ByteBuffer buffer, int offset) {
        return buffer.getShort(offset) & 0xFFFF;
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.Wire;
import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/**
 * The form of a sealed datagram: one packet, encrypted and authenticated with AES-256-GCM. Stateless; sealing and opening
 * are {@link DatagramSealer} and {@link DatagramOpener}. Source: {@code link.md}, "Sealed datagrams".
 *
 * <pre>
 * offset size
 * 0      2    8B C9
 * 2      4    link id: the first four bytes of the token
 * 6      8    counter, unsigned, never used twice with one key
 * 14     n    ciphertext of the packet
 * 14+n   16   tag
 * </pre>
 *
 * <p>The nonce is link id and counter, the additional data are the first 14 bytes.
 */
public final class SealedDatagram {

    /** Bytes before the ciphertext. */
    public static final int HEADER_BYTES = 14;

    /** Bytes behind the ciphertext. */
    public static final int TAG_BYTES = 16;

    /** How much longer a packet becomes. */
    public static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

    /** Length of the key of one direction. */
    public static final int KEY_BYTES = LinkHello.SEALING_KEY_BYTES / 2;

    static final int LINK_ID_OFFSET = 2;
    static final int COUNTER_OFFSET = 6;

    private SealedDatagram() {}

    /** The key for what a peer sends to the host, out of the keys of a {@link LinkHello}. */
    public static ByteString peerToHostKey(ByteString sealingKeys) {
        return sealingKeys.take(KEY_BYTES);
    }

    /** The key for what the host sends to a peer, out of the keys of a {@link LinkHello}. */
    public static ByteString hostToPeerKey(ByteString sealingKeys) {
        return sealingKeys.drop(KEY_BYTES);
    }

    /** The link id that belongs to a token. */
    public static int linkIdOf(ByteString token) {
        return token.take(4).asByteBuffer().getInt();
    }

    /** Whether {@code buffer[offset, offset + length)} has the form of a sealed datagram. */
    public static boolean isSealed(ByteBuffer buffer, int offset, int length) {
        return length >= OVERHEAD_BYTES && Wire.magicOf(buffer, offset, length) == Wire.SEALED_MAGIC;
    }

    /** The link id of a datagram that {@link #isSealed}; not authentic before it was opened. */
    public static int linkId(ByteBuffer buffer, int offset) {
        return buffer.getInt(offset + LINK_ID_OFFSET);
    }
}

package io.consonance.engine.link;

import io.consonance.engine.wire.Wire;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.apache.pekko.util.ByteString;

/**
 * Seals the datagrams of one direction of one link. Not thread-safe: two sealers with one key would use a counter twice
 * and give the key away. The form is at {@link SealedDatagram}.
 */
public final class DatagramSealer {

    private final SealingCipher cipher;
    private final int linkId;
    private long counter;

    /** A sealer that counts from 0; {@code key} must be fresh for this link and this direction. */
    public DatagramSealer(ByteString key, int linkId) {
        this.cipher = new SealingCipher(Cipher.ENCRYPT_MODE, key);
        this.linkId = linkId;
    }

    /**
     * Seals all that remains of {@code packet} and puts the datagram at the position of {@code into}, which must have room
     * for {@link SealedDatagram#OVERHEAD_BYTES} more, be big-endian, and not share bytes with {@code packet}.
     */
    public void seal(ByteBuffer packet, ByteBuffer into) {
        if (into.remaining() < packet.remaining() + SealedDatagram.OVERHEAD_BYTES) {
            throw new BufferOverflowException();
        }
        int header = into.position();
        into.putShort((short) Wire.SEALED_MAGIC).putInt(linkId).putLong(counter++);
        try {
            cipher.transform(into, header, packet, into);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a fresh counter and enough room, and yet", e);
        }
    }

    /** Seals one packet. */
    public ByteString seal(ByteString packet) {
        ByteBuffer into = ByteBuffer.allocate(packet.length() + SealedDatagram.OVERHEAD_BYTES);
        seal(packet.asByteBuffer(), into);
        return ByteString.fromArrayUnsafe(into.array());
    }
}

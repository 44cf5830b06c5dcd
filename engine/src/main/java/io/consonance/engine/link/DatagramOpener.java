package io.consonance.engine.link;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import org.apache.pekko.util.ByteString;

/**
 * Opens the sealed datagrams of one direction of one link, each of them once. Not thread-safe. A datagram that does not
 * open changes nothing. The form is at {@link SealedDatagram}.
 */
public final class DatagramOpener {

    /** What became of a datagram; its ordinal may index an array of counters. */
    public enum Outcome {
        /** It is authentic and new, and its packet was put out. */
        OPENED,
        /** It has not the form of a sealed datagram. */
        NOT_SEALED,
        /** It belongs to another link. */
        OTHER_LINK,
        /** It came before, or is too old to tell. */
        REPLAYED,
        /** It was not sealed with the key of this link, or was changed on its way. */
        NOT_AUTHENTIC
    }

    private final SealingCipher cipher;
    private final int linkId;
    private final ReplayWindow window = new ReplayWindow();

    /** An opener that has seen nothing. */
    public DatagramOpener(ByteString key, int linkId) {
        this.cipher = new SealingCipher(Cipher.DECRYPT_MODE, key);
        this.linkId = linkId;
    }

    /**
     * Opens all that remains of {@code datagram}. When it is {@link Outcome#OPENED}, the packet was put at the position of
     * {@code into}; otherwise {@code into} keeps its position. The two must be big-endian and must not share bytes.
     */
    public Outcome open(ByteBuffer datagram, ByteBuffer into) {
        int start = datagram.position();
        int length = datagram.remaining();
        if (!SealedDatagram.isSealed(datagram, start, length)) {
            return Outcome.NOT_SEALED;
        }
        if (SealedDatagram.linkId(datagram, start) != linkId) {
            return Outcome.OTHER_LINK;
        }
        long counter = datagram.getLong(start + SealedDatagram.COUNTER_OFFSET);
        if (!window.isFresh(counter)) {
            return Outcome.REPLAYED;
        }
        if (into.remaining() < length - SealedDatagram.OVERHEAD_BYTES) {
            throw new BufferOverflowException();
        }
        int outStart = into.position();
        datagram.position(start + SealedDatagram.HEADER_BYTES);
        try {
            cipher.transform(datagram, start, datagram, into);
        } catch (AEADBadTagException e) {
            into.position(outStart);
            datagram.position(start + length);
            return Outcome.NOT_AUTHENTIC;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the form and the room were checked, and yet", e);
        }
        window.mark(counter);
        return Outcome.OPENED;
    }

    /** Opens one datagram; null when it does not open. */
    public ByteString open(ByteString datagram) {
        ByteBuffer into = ByteBuffer.allocate(Math.max(0, datagram.length() - SealedDatagram.OVERHEAD_BYTES));
        return open(datagram.asByteBuffer(), into) == Outcome.OPENED ? ByteString.fromArrayUnsafe(into.array()) : null;
    }
}

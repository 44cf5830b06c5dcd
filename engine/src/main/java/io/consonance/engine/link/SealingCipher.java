package io.consonance.engine.link;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.pekko.util.ByteString;

/** AES-256-GCM with the nonce and the additional data of a sealed datagram. Not thread-safe. */
final class SealingCipher {

    private final int mode;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] header = new byte[SealedDatagram.HEADER_BYTES];

    SealingCipher(int mode, ByteString key) {
        LinkFields.checkRange("key length", key.length(), SealedDatagram.KEY_BYTES, SealedDatagram.KEY_BYTES);
        this.mode = mode;
        this.key = new SecretKeySpec(key.toArray(), "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /** Transforms all of {@code in} to {@code out}, under the header that begins at {@code headerOffset}. */
    void transform(ByteBuffer headerBuffer, int headerOffset, ByteBuffer in, ByteBuffer out)
            throws GeneralSecurityException {
        headerBuffer.get(headerOffset, header);
        int nonceBytes = SealedDatagram.HEADER_BYTES - SealedDatagram.LINK_ID_OFFSET;
        int tagBits = SealedDatagram.TAG_BYTES * Byte.SIZE;
        cipher.init(mode, key, new GCMParameterSpec(tagBits, header, SealedDatagram.LINK_ID_OFFSET, nonceBytes));
        cipher.updateAAD(header);
        cipher.doFinal(in, out);
    }
}

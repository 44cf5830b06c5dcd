package io.consonance.actors.stream;

import org.apache.pekko.util.ByteString;

/**
 * The secret by which one link claims its UDP address. Its first half finds it, its second half is compared in constant
 * time, so that timing tells a stranger nothing about it. The relay actor alone moves the nonce; islands read it, to drop
 * repeated claims before they become messages.
 */
final class LinkToken {

    static final int BYTES = 16;

    private final long link;
    private final long first;
    private final long second;
    private volatile long lastNonce = -1;

    LinkToken(long link, ByteString token) {
        if (token.length() != BYTES) {
            throw new IllegalArgumentException("token of " + token.length() + " bytes, not " + BYTES);
        }
        this.link = link;
        var bytes = token.asByteBuffer();
        first = bytes.getLong();
        second = bytes.getLong();
    }

    long link() {
        return link;
    }

    /** What it is found by. */
    long first() {
        return first;
    }

    boolean matches(long otherFirst, long otherSecond) {
        return ((first ^ otherFirst) | (second ^ otherSecond)) == 0;
    }

    /** Whether this nonce (unsigned 32 bits) is greater than every one accepted before. */
    boolean isNew(long nonce) {
        return nonce > lastNonce;
    }

    /** Accepts it, if it is greater than every one before. One thread only. */
    boolean accept(long nonce) {
        if (nonce <= lastNonce) {
            return false;
        }
        lastNonce = nonce;
        return true;
    }

    @Override
    public String toString() {
        return "LinkToken[link=" + link + "]";
    }
}

package io.consonance.actors.stream;

import org.apache.pekko.util.ByteString;

/**
 * The secret by which one link claims its UDP address. Its first half finds it, its second half is compared in constant
 * time, so that timing tells a stranger nothing about it. The relay actor alone moves the nonce; islands read it, to drop
 * repeated claims before they become messages, and count the new ones: each may mean a message to everybody in a room, so there are
 * few in a second. Thread-safe.
 */
final class LinkToken {

    static final int BYTES = 16;

    /** More than all the attempts of a peer that is not answered together. */
    static final int MAX_CLAIMS_PER_SECOND = 32;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final long link;
    private final long first;
    private final long second;
    private volatile long lastNonce = -1;
    private long secondBeganNanos;
    private int claimsInSecond;

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

    /** Whether another claim may be made now; counts it. */
    synchronized boolean mayClaim(long nowNanos) {
        if (claimsInSecond == 0 || nowNanos - secondBeganNanos >= SECOND_NANOS) {
            secondBeganNanos = nowNanos;
            claimsInSecond = 0;
        }
        boolean may = claimsInSecond < MAX_CLAIMS_PER_SECOND;
        claimsInSecond += may ? 1 : 0;
        return may;
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

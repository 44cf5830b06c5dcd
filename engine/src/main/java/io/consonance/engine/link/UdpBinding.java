package io.consonance.engine.link;

import org.apache.pekko.util.ByteString;

/**
 * The peer's side of binding its UDP address and of noticing that the path has died. Not thread-safe; part of a
 * {@link PeerLink}. Source: {@code link.md}, "Sequence" 4 and 7.
 */
final class UdpBinding {

    private static final int MAX_UNANSWERED_PINGS = 3;

    private final PeerLinkSettings settings;
    private final ByteString token;
    private final long pingIntervalNanos;

    private boolean bound;
    private long nextNonce = 1;
    private long firstNonceOfRound = 1;
    private int attempts;
    private long nextBindNanos;
    private long nextPingNanos = Long.MAX_VALUE;
    private long pingsSent;
    private long pingsAnswered;

    UdpBinding(long nowNanos, PeerLinkSettings settings, ByteString token, long pingIntervalNanos) {
        this.settings = settings;
        this.token = token;
        this.pingIntervalNanos = pingIntervalNanos;
        this.nextBindNanos = nowNanos;
    }

    boolean bound() {
        return bound;
    }

    long wakeAtNanos() {
        return bound ? nextPingNanos : nextBindNanos;
    }

    void handleWake(long nowNanos, PeerLinkOutbox out) {
        if (bound && nowNanos >= nextPingNanos) {
            if (pingsSent - pingsAnswered >= MAX_UNANSWERED_PINGS) {
                unbind(nowNanos, out);
            } else {
                nextPingNanos = nowNanos + pingIntervalNanos;
                out.sendDatagram(new LinkPing(++pingsSent).encode());
            }
        }
        if (!bound && nowNanos >= nextBindNanos) {
            attempts = Math.min(attempts + 1, settings.bindAttempts());
            boolean patient = attempts == settings.bindAttempts();
            nextBindNanos = nowNanos + (patient ? settings.rebindInterval() : settings.bindInterval()).toNanos();
            out.sendDatagram(new LinkBind(token, nextNonce++).encode());
        }
    }

    /** False when the nonce is none of ours. */
    boolean handleBound(long nowNanos, LinkBound packet, PeerLinkOutbox out) {
        if (packet.nonce() < firstNonceOfRound || packet.nonce() >= nextNonce) {
            return false;
        }
        if (!bound) {
            bound = true;
            pingsAnswered = pingsSent;
            nextPingNanos = nowNanos + pingIntervalNanos;
            out.udpBound(true);
        }
        return true;
    }

    /** False when no ping of ours waits for it. */
    boolean handlePong(LinkPong pong) {
        if (pong.opaque() <= pingsAnswered || pong.opaque() > pingsSent) {
            return false;
        }
        // The newest answer counts for all before it: they may have come late or not at all, but the path lives.
        pingsAnswered = pong.opaque();
        return true;
    }

    private void unbind(long nowNanos, PeerLinkOutbox out) {
        bound = false;
        attempts = 0;
        // A late answer from before the path died says nothing about it now.
        firstNonceOfRound = nextNonce;
        nextBindNanos = nowNanos;
        out.udpBound(false);
    }
}

package io.consonance.engine.link;

import org.apache.pekko.util.ByteString;

/**
 * The peer's side of binding its UDP address and of noticing that the path has died, or that somebody else has claimed the
 * address. Its nonces start at a number drawn from the token, so that another link's are none of its own. Not thread-safe; part
 * of a {@link PeerLink}. Source: {@code link.md}, "Sequence" 4, 6 and 7.
 */
final class UdpBinding {

    private static final int MAX_UNANSWERED_PINGS = 3;
    private static final int MAX_FIRST_NONCE = 1 << 30;

    private final PeerLinkSettings settings;
    private final ByteString token;
    private final long pingIntervalNanos;
    private final long firstNonce;

    private boolean bound;
    private long nextNonce;
    private long firstNonceOfRound;
    private int attempts;
    private long lastBindNanos;
    private long nextBindNanos;
    private long nextPingNanos = Long.MAX_VALUE;
    private long pingsSent;
    private long pingsAnswered;

    UdpBinding(long nowNanos, PeerLinkSettings settings, ByteString token, long pingIntervalNanos) {
        this.settings = settings;
        this.token = token;
        this.pingIntervalNanos = pingIntervalNanos;
        this.firstNonce = 1 + Math.floorMod(token.asByteBuffer().getInt(), MAX_FIRST_NONCE);
        this.nextNonce = firstNonce;
        this.firstNonceOfRound = firstNonce;
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
            lastBindNanos = nowNanos;
            nextBindNanos = nowNanos + (patient ? settings.rebindInterval() : settings.bindInterval()).toNanos();
            out.sendDatagram(new LinkBind(token, nextNonce++).encode());
        }
    }

    /** False when the nonce is none of this round. One that was never ours answers another link's claim of this address. */
    boolean handleBound(long nowNanos, LinkBound packet, PeerLinkOutbox out) {
        if (packet.nonce() < firstNonceOfRound || packet.nonce() >= nextNonce) {
            boolean claimedByAnother = packet.nonce() < firstNonce || packet.nonce() >= nextNonce;
            if (bound && claimedByAnother) {
                unbind(nowNanos, out);
            }
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
        // However often the address is claimed, it is claimed back no more often than it is bound at first.
        nextBindNanos =
                Math.max(nowNanos, lastBindNanos + settings.bindInterval().toNanos());
        out.udpBound(false);
    }
}

package io.consonance.actors.client;

import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import java.net.InetSocketAddress;

/** One candidate and what became of it. Owned by {@link DirectPaths}. */
final class DirectPath {
    private enum Phase {
        /** Pinging; nobody knows yet whether datagrams arrive. */
        PROBING,
        /** Pings come back: the session introduces itself and sends voice. */
        OPEN,
        /** Given up for a while. */
        RESTING
    }

    final long link;
    final int clientId;
    final InetSocketAddress address;
    long nextAtNanos;

    private final long firstOpaque;
    private Phase phase = Phase.PROBING;
    private int attempts;
    private long pings;
    private long answeredPings;

    DirectPath(long link, int clientId, InetSocketAddress address, long firstOpaque, long nowNanos) {
        this.link = link;
        this.clientId = clientId;
        this.address = address;
        this.firstOpaque = firstOpaque;
        this.nextAtNanos = nowNanos;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Nobody in the session has that id any more. A candidate may be told before its client is known, so a new one waits. */
    boolean isLeft(DirectPaths.Outbox out) {
        return phase != Phase.PROBING && !out.isPresent(clientId);
    }

    /** Tries again now what it gave up. */
    void retry(long nowNanos) {
        if (phase == Phase.RESTING) {
            phase = Phase.PROBING;
            attempts = 0;
            nextAtNanos = nowNanos;
        }
    }

    void handleWake(long nowNanos, long pingNanos, DirectPaths.Outbox out) {
        switch (phase) {
            case PROBING -> {
                if (attempts++ < DirectPaths.MOST_ATTEMPTS) {
                    ping(nowNanos, DirectPaths.ATTEMPT_NANOS, out);
                } else {
                    rest(nowNanos);
                }
            }
            case OPEN -> {
                if (pings - answeredPings < DirectPaths.MOST_UNANSWERED) {
                    ping(nowNanos, pingNanos, out);
                } else {
                    rest(nowNanos);
                    out.closeLink(link);
                }
            }
            case RESTING -> retry(nowNanos);
        }
    }

    void handlePing(long nowNanos, LinkPing ping, DirectPaths.Outbox out) {
        out.sendDatagram(address, new LinkPong(ping.opaque()).encode());
        // The other side tries again; both must at the same time, where each side's own datagrams open the way for the
        // other's.
        retry(nowNanos);
    }

    void handlePong(long nowNanos, LinkPong pong, long pingNanos, DirectPaths.Outbox out) {
        long number = pong.opaque() - firstOpaque;
        if (number <= answeredPings || number > pings) {
            out.dropped(ClientDrop.DIRECT_TYPE_REFUSED);
            return;
        }
        answeredPings = number;
        if (phase == Phase.PROBING) {
            phase = Phase.OPEN;
            answeredPings = pings;
            nextAtNanos = nowNanos + pingNanos;
            out.openLink(link, clientId);
        }
    }

    /** Before it is forgotten. */
    void close(DirectPaths.Outbox out) {
        if (phase == Phase.OPEN) {
            phase = Phase.RESTING;
            out.closeLink(link);
        }
    }

    private void ping(long nowNanos, long intervalNanos, DirectPaths.Outbox out) {
        nextAtNanos = nowNanos + intervalNanos;
        pings++;
        out.sendDatagram(address, new LinkPing(firstOpaque + pings).encode());
    }

    private void rest(long nowNanos) {
        phase = Phase.RESTING;
        nextAtNanos = nowNanos + DirectPaths.REST_NANOS;
    }
}

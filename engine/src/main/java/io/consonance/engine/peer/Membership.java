package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.Joined;
import io.consonance.engine.peer.PeerEvent.LossReason;
import io.consonance.engine.peer.PeerEvent.SessionLost;
import io.consonance.engine.peer.PeerSession.Phase;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.ErrorWrongSession;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.Wire;

/** How a peer comes into the session, stays in it, and leaves; sections 4 and 6. */
final class Membership {

    private final PeerSettings settings;
    private final Identity identity;
    private final Subscriptions subscriptions;
    private final Roster roster;
    private final DirectLinks links;
    private final VoiceSender sender;
    private final Rejoin rejoin;

    private Phase phase = Phase.DISCONNECTED;
    /** When the next handshake is due while NEGOTIATING or BACKING_OFF. */
    private long handshakeAtNanos = Long.MAX_VALUE;

    Membership(
            PeerSettings settings,
            Identity identity,
            Subscriptions subscriptions,
            Roster roster,
            DirectLinks links,
            VoiceSender sender) {
        this.settings = settings;
        this.identity = identity;
        this.subscriptions = subscriptions;
        this.roster = roster;
        this.links = links;
        this.sender = sender;
        this.rejoin = new Rejoin(settings);
    }

    Phase phase() {
        return phase;
    }

    void handleConnected(long nowNanos, PeerOutbox out) {
        if (phase == Phase.DISCONNECTED || phase == Phase.LEFT) {
            negotiate(nowNanos, out);
        }
    }

    void handleDisconnected(long nowNanos, PeerOutbox out) {
        if (phase != Phase.LEFT) {
            lose(nowNanos, Phase.DISCONNECTED, LossReason.DISCONNECTED, out);
        }
    }

    void leave(long nowNanos, PeerOutbox out) {
        lose(nowNanos, Phase.LEFT, LossReason.LEFT, out);
    }

    /** Every response counts, also a second one; each is answered with our state. */
    void handle(long nowNanos, HandshakeResponse packet, PeerOutbox out) {
        if (phase != Phase.NEGOTIATING && phase != Phase.CONNECTED) {
            out.dropped(PeerDrop.UNEXPECTED_TYPE);
            return;
        }
        boolean news = packet.session() != identity.session() || packet.clientId() != identity.clientId();
        phase = Phase.CONNECTED;
        handshakeAtNanos = Long.MAX_VALUE;
        identity.assign(packet.session(), packet.clientId());
        if (news) {
            out.event(new Joined(packet.session(), packet.clientId()));
        }
        roster.handle(nowNanos, packet, out);
        ClientState state = new ClientState(identity.session(), identity.info(), subscriptions.rooms());
        state.encodeWithin(Wire.MAX_FRAME_BYTES).forEach(part -> out.sendToHost(part, true));
        links.joined(nowNanos, out);
    }

    /** Fatal unless it names our session; a peer that asks to join has none, so any is fatal for it. */
    void handle(long nowNanos, ErrorWrongSession packet, PeerOutbox out) {
        if (packet.session() == identity.session()) {
            return;
        }
        if (phase != Phase.NEGOTIATING && phase != Phase.CONNECTED) {
            out.dropped(PeerDrop.UNEXPECTED_TYPE);
            return;
        }
        lose(nowNanos, Phase.BACKING_OFF, LossReason.WRONG_SESSION, out);
        long waitNanos = rejoin.waitAfterError(nowNanos);
        if (waitNanos == 0) {
            negotiate(nowNanos, out);
        } else {
            handshakeAtNanos = nowNanos + waitNanos;
        }
    }

    void joinRoom(String room, PeerOutbox out) {
        if (subscriptions.join(room)) {
            sendDelta(true, room, out);
        }
    }

    void leaveRoom(String room, PeerOutbox out) {
        String left = subscriptions.leave(room);
        if (left != null) {
            sendDelta(false, left, out);
        }
    }

    long wakeAtNanos() {
        return handshakeAtNanos;
    }

    void handleWake(long nowNanos, PeerOutbox out) {
        if (nowNanos < handshakeAtNanos) {
            return;
        }
        if (phase == Phase.BACKING_OFF) {
            negotiate(nowNanos, out);
        } else {
            requestHandshake(nowNanos, out);
        }
    }

    private void negotiate(long nowNanos, PeerOutbox out) {
        phase = Phase.NEGOTIATING;
        rejoin.running(nowNanos);
        requestHandshake(nowNanos, out);
    }

    /** The next one is due when strictly more than the retry time has passed. */
    private void requestHandshake(long nowNanos, PeerOutbox out) {
        handshakeAtNanos = nowNanos + settings.handshakeRetry().toNanos() + 1;
        out.sendToHost(new HandshakeRequest(settings.codec(), settings.name()).encode(), true);
    }

    private void lose(long nowNanos, Phase next, LossReason reason, PeerOutbox out) {
        boolean hadSession = phase == Phase.CONNECTED;
        phase = next;
        handshakeAtNanos = Long.MAX_VALUE;
        if (hadSession) {
            out.event(new SessionLost(reason));
        }
        roster.clear(nowNanos, out);
        links.sessionLost();
        sender.restart();
        identity.forget();
    }

    private void sendDelta(boolean joined, String room, PeerOutbox out) {
        if (identity.joined()) {
            DeltaChannelState delta = new DeltaChannelState(identity.session(), joined, identity.clientId(), room);
            out.sendToHost(delta.encode(), true);
        }
    }
}

package io.consonance.audio.cli;

import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientEvent.StopCause;
import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.HostAddress;
import io.consonance.engine.peer.PeerEvent;
import java.util.function.Consumer;

/**
 * Tells people in sentences what becomes of the way to the host, each thing once, and knows whether it stands. Hears of it on
 * the client's thread; {@link #isConnected} may be asked by any.
 */
final class ConnectionNotices implements ClientListener {

    private enum Phase {
        TRYING,
        JOINED,
        LOST
    }

    private final HostAddress host;
    private final Consumer<String> notices;
    private volatile Phase phase = Phase.TRYING;
    private String told = "";
    private String refusal;

    ConnectionNotices(HostAddress host, Consumer<String> notices) {
        this.host = host;
        this.notices = notices;
    }

    /** Whether the session has us. */
    boolean isConnected() {
        return phase == Phase.JOINED;
    }

    @Override
    public void onPeerEvent(PeerEvent event) {
        if (event instanceof PeerEvent.Joined) {
            if (phase == Phase.LOST) {
                notices.accept("connected again");
            }
            phase = Phase.JOINED;
            told = "";
            refusal = null;
        }
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        if (event instanceof ClientEvent.Rejected rejected) {
            refusal = rejected.reason() == null || rejected.reason().isBlank()
                    ? "the host refused: " + rejected.code()
                    : rejected.reason();
        } else if (event instanceof ClientEvent.Disconnected disconnected) {
            disconnected(refusal == null ? disconnected.cause() : refusal);
            refusal = null;
        } else if (event instanceof ClientEvent.Stopped stopped && stopped.cause() != StopCause.LEFT) {
            if (phase != Phase.TRYING) {
                notices.accept("sent away: " + (refusal == null ? stopped.detail() : refusal));
            }
            phase = Phase.LOST;
        }
    }

    private void disconnected(String reason) {
        if (phase == Phase.JOINED) {
            notices.accept("connection lost (" + reason + "), trying again");
            phase = Phase.LOST;
        } else if (phase == Phase.TRYING && !told.equals(reason)) {
            notices.accept(host + ": " + reason + "; trying for 30 s");
            told = reason;
        }
    }
}

package io.consonance.engine.peer;

import io.consonance.engine.wire.ClientInfo;

/** Who the local peer is: its settings, and the session and client id the host gave it. */
final class Identity {

    private final PeerSettings settings;
    private int session;
    private int clientId = -1;

    Identity(PeerSettings settings) {
        this.settings = settings;
    }

    void assign(int newSession, int newClientId) {
        session = newSession;
        clientId = newClientId;
    }

    void forget() {
        session = 0;
        clientId = -1;
    }

    boolean joined() {
        return clientId >= 0;
    }

    int session() {
        return session;
    }

    int clientId() {
        return clientId;
    }

    String name() {
        return settings.name();
    }

    ClientInfo info() {
        return new ClientInfo(settings.name(), clientId, settings.codec());
    }
}

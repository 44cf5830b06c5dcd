package io.consonance.actors.client;

import io.consonance.engine.peer.PeerEvent;

/**
 * Hears what happens to one client, in order. Called on the client's own thread, which it shares with other clients and their
 * sockets: return quickly and never block. An exception is logged once and otherwise ignored.
 */
@FunctionalInterface
public interface ClientListener {
    /** The session: who is in it, who speaks, voice, text. */
    void onPeerEvent(PeerEvent event);

    /** The connection: made, lost, refused; {@link ClientEvent.Stopped} is the last call of all. */
    default void onClientEvent(ClientEvent event) {}
}

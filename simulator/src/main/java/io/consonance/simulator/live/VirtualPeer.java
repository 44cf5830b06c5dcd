package io.consonance.simulator.live;

import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientListener;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.simulator.measure.Listener;
import io.consonance.simulator.measure.Presence;

/** One stay of one virtual peer: hears what its client hears and measures it. Called on the client's thread only. */
final class VirtualPeer implements ClientListener {

    private final int peer;
    private final String name;
    private final Listener listener;
    private final Presence presence;
    private final Attendance attendance;

    VirtualPeer(int peer, String name, Listener listener, Presence presence, Attendance attendance) {
        this.peer = peer;
        this.name = name;
        this.listener = listener;
        this.presence = presence;
        this.attendance = attendance;
    }

    @Override
    public void onPeerEvent(PeerEvent event) {
        if (event instanceof PeerEvent.VoiceReceived voice) {
            listener.received(voice.audio(), System.nanoTime());
        } else if (event instanceof PeerEvent.PlayerEnteredRoom entered
                && entered.name().equals(name)) {
            // After a connection that was lost and made again the peer is inside already, by intention.
            if (!presence.inside()) {
                presence.entered(System.nanoTime());
                attendance.entered(peer);
            }
        } else if (event instanceof PeerEvent.SessionLost && presence.inside()) {
            attendance.lost();
        }
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        if (event instanceof ClientEvent.Rejected rejected) {
            attendance.refused(name, rejected.code() + (rejected.reason() == null ? "" : ": " + rejected.reason()));
        } else if (event instanceof ClientEvent.Disconnected disconnected) {
            attendance.disconnected(name, disconnected.cause());
        } else if (event instanceof ClientEvent.Stopped) {
            attendance.stopped();
        }
    }
}

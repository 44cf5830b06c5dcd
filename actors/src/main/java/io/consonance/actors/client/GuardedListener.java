package io.consonance.actors.client;

import io.consonance.engine.peer.PeerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the exceptions of an application's listener from a client that has nothing to do with them. Not thread-safe. */
final class GuardedListener implements ClientListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientActor.class);

    private final String name;
    private final ClientListener listener;
    private boolean reported;

    GuardedListener(String name, ClientListener listener) {
        this.name = name;
        this.listener = listener;
    }

    @Override
    public void onPeerEvent(PeerEvent event) {
        try {
            listener.onPeerEvent(event);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        try {
            listener.onClientEvent(event);
        } catch (RuntimeException e) {
            report(e);
        }
    }

    private void report(RuntimeException e) {
        if (!reported) {
            reported = true;
            LOG.warn("the listener of client {} failed; further failures of it are not reported", name, e);
        }
    }
}

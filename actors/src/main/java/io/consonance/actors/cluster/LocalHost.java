package io.consonance.actors.cluster;

import io.consonance.engine.host.SavedSession;

/** What the cluster tells the host of its own node. Each call returns at once and may come from any thread. */
public interface LocalHost {
    /** Serve this session as long as the tenure holds; {@code saved} is how it was on another node, or null for a new one. */
    void serve(String session, SavedSession saved, Tenure tenure);

    /** The tenure of a session that could not be served for a moment holds again. */
    void resumed(String session);

    /** Who wants this session is to connect there. */
    void redirect(String session, String host, int port);

    /** Nobody can say at the moment who serves this session. */
    void refuse(String session);

    /** Another node is to serve this session: stop changing it, and {@link SessionOwnership#handOver} what it is. */
    void prepareHandOver(String session);

    /** Others serve this session now, or nobody does: its peers are to connect there, or anywhere if {@code host} is null. */
    void release(String session, String host, int port);

    /**
     * This node has become one the others can do without one of them for: it is a member, more than half hear it, and it remembers every
     * session. Told once.
     */
    void ready();

    /** After {@link SessionOwnership#drain}: no session is left here. */
    void drained();
}

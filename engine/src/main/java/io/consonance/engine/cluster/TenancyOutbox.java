package io.consonance.engine.cluster;

/** What a {@link Tenancy} wants done, in the order of the calls. It may collect, or act at once, but not call back. */
public interface TenancyOutbox {

    /** Send this to another node; it may get lost. */
    void send(String node, ClusterMessage message);

    /** From now on this node serves the session, in this epoch. */
    void granted(String session, long epoch);

    /** This node must not serve the session for the moment: it asks the others again. */
    void suspended(String session);

    /** It may go on, in a new epoch; nobody else served the session meanwhile. */
    void resumed(String session, long epoch);

    /** It got an answer that will not change soon, or none: it does not serve the session, or no longer. */
    void lost(String session);
}

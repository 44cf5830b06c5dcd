package io.consonance.actors.cluster;

import io.consonance.engine.host.SavedSession;

/** What a host asks of its cluster. Each call returns at once and may come from any thread. */
public interface SessionOwnership {
    /** Peers want this session, which this host does not serve; {@link LocalHost} hears what to do. */
    void want(String session);

    /** This session is to be somewhere: here, if no other node serves it. {@link LocalHost} hears what to do. */
    void open(String session);

    /** The session has changed. */
    void save(String session, SavedSession saved);

    /** The answer to {@link LocalHost#prepareHandOver}: how the session is, for good. */
    void handOver(String session, SavedSession last);

    /** The session is over and need not be remembered. */
    void ended(String session);

    /** The answer to {@link LocalHost#serve} of a host that does not; what is remembered of the session stays. */
    void decline(String session);

    /** This node is about to stop: its sessions go to others, and none comes. */
    void drain();
}

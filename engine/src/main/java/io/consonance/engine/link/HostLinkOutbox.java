package io.consonance.engine.link;

import org.apache.pekko.util.ByteString;

/** What a {@link HostLink} wants done, during the call that was given this outbox and in the order of the calls. */
public interface HostLinkOutbox {

    /** Send this packet by TCP; the length prefix is the caller's. */
    void sendFrame(ByteString packet);

    /**
     * The peer wants to be in that session. Called at most once, before the first {@link #deliver}; also for a peer that
     * sends packets without a LinkJoin, with the default session.
     *
     * @param session never null or empty
     * @param credential may be null
     */
    void join(String session, String credential);

    /** Hand this Dissonance packet, of which only the magic was checked, to the session. */
    void deliver(ByteString dissonancePacket);

    /** Call {@link HostLink#handleProcessed} when everything delivered so far was processed and its output queued. */
    void barrier();

    /** Close the connection once everything sent so far has left. Nothing follows. */
    void close();

    /** Something was dropped; count it. */
    void dropped(LinkDrop reason);
}

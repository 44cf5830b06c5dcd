package io.consonance.engine.link;

import org.apache.pekko.util.ByteString;

/** What a {@link PeerLink} wants done, during the call that was given this outbox and in the order of the calls. */
public interface PeerLinkOutbox {

    /** Send this packet to the host by TCP; the length prefix is the caller's. */
    void sendFrame(ByteString packet);

    /** Send this packet to the host's UDP port, which {@link #hello} told. */
    void sendDatagram(ByteString packet);

    /**
     * Hand this Dissonance packet, of which only the magic was checked, to the session, and process it before returning:
     * a LinkPong that follows says that it was.
     */
    void deliver(ByteString packet);

    /** The host has greeted and a LinkJoin, if there is one, was sent: the handshake may begin. */
    void hello(LinkHello hello);

    /**
     * Why the link is about to close: what the host said, or this machine's own finding (VERSION, PROTOCOL_ERROR, TIMEOUT).
     * {@link #close()} follows.
     */
    void rejected(LinkReject reject);

    /** Connect there instead, with the same settings. {@link #close()} follows. */
    void redirected(LinkRedirect redirect);

    /** Where another client may be reached directly. */
    void candidate(LinkCandidate candidate);

    /** From now on unreliable packets go by UDP, or, when false, by TCP again. */
    void udpBound(boolean bound);

    /** Close the connection. Nothing follows. */
    void close();

    /** Something was dropped; count it. */
    void dropped(LinkDrop reason);
}

package io.consonance.actors.host;

import org.apache.pekko.util.ByteString;

/**
 * A peer's connection to a host in the same process: what the TCP connection is to a remote peer, without the socket.
 *
 * <p>It carries whole frames (one packet each, no length prefix) in order, both ways, and a host speaks the same link over
 * it as over TCP: {@code LinkHello} with UDP port 0 first, then whatever {@code link.md} says. Unreliable packets
 * travel by it too, since no UDP is ever bound. May be called from any thread; no method blocks. A frame is immutable.
 */
public interface HostConnection {
    /** Hands the host one packet; after {@link #close()} it is dropped. */
    void sendFrame(ByteString frame);

    /** Ends the connection, as the end of TCP would: the peer has left. Closing twice does nothing. */
    void close();

    /** The peer's end. The host calls it in order and never after {@link #handleClosed()}, from any one thread at a time. */
    interface Peer {
        /** One packet from the host. Must return at once. */
        void handleFrame(ByteString frame);

        /** The host ended the connection, or answered the peer's own {@link HostConnection#close()}. */
        void handleClosed();
    }

    /** Where peers of the same process connect. */
    interface Acceptor {
        /** Accepts a peer; never fails: a host that takes nobody calls {@link Peer#handleClosed()}. */
        HostConnection connect(Peer peer);
    }
}

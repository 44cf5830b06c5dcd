package io.consonance.engine.peer;

import org.apache.pekko.util.ByteString;

/**
 * Takes what a {@link PeerSession} produces while it handles one input, in the order produced. Called only from within
 * a method of the session, on its thread; it must not call the session back. Byte strings may be kept.
 */
public interface PeerOutbox {

    /** A packet for the host; {@code reliable} ones must arrive, and in order. */
    void sendToHost(ByteString packet, boolean reliable);

    /** A packet for the peer at the other end of a direct link. */
    void sendDirect(long directLink, ByteString packet, boolean reliable);

    /** Something the application may want to know. */
    void event(PeerEvent event);

    /** An input was dropped, or an output could not be made; count it. */
    void dropped(PeerDrop reason);
}

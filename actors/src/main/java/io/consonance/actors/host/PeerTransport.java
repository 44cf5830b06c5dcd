package io.consonance.actors.host;

import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What carries one peer's frames: a TCP connection, or a connection inside the process. The peer's actor is its only caller;
 * what happens on it comes back as messages to that actor. No method blocks or throws; after the end all do nothing.
 */
interface PeerTransport {

    /** Sends these frames in order. Only one such hand-over at a time: the next when {@code Taken} has come back. */
    void write(List<ByteString> frames);

    /** Asks for the next frame, after the last one was dealt with. */
    void pull();

    /** Ends the host's side once everything written is on its way, and goes on reading until the peer ends its own. */
    void finish();

    /** Ends at once, both sides, whatever is still on its way. */
    void cut();
}

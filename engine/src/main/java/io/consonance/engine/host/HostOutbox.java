package io.consonance.engine.host;

import io.consonance.engine.link.RejectCode;
import org.apache.pekko.util.ByteString;

/**
 * What a {@link HostSession} wants done. It is called during a {@code handle} call and must not call back into the
 * session; it may collect, or act at once.
 */
public interface HostOutbox {

    /** Send this packet. All receivers of a broadcast get the same instance. */
    void send(long link, ByteString packet, boolean reliable);

    /** Tell this link why, and close it. Its client has left the session already, nothing it still sends has any effect. */
    void reject(long link, RejectCode code, String reason);

    /** Something happened that others may care about. */
    void event(HostEvent event);

    /** A packet of this link was dropped and is to be counted. */
    void dropped(long link, HostDrop reason);
}

package io.consonance.engine.host;

import io.consonance.engine.link.RejectCode;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What a {@link HostSession} wants done. It is called during a {@code handle} call and must not call back into the
 * session; it may collect, or act at once.
 */
public interface HostOutbox {

    /** Send this packet. All receivers of a broadcast get the same instance. */
    void send(long link, ByteString packet, boolean reliable);

    /**
     * Send these packets, all reliable, to a link that has just joined: its answer, and all that it has to know of the others. How
     * much that is depends on them alone, so a limit of what may be on its way to one link should let it pass.
     */
    default void welcome(long link, List<ByteString> packets) {
        packets.forEach(packet -> send(link, packet, true));
    }

    /** Tell this link why, and close it. Its client has left the session already, nothing it still sends has any effect. */
    void reject(long link, RejectCode code, String reason);

    /** Something happened that others may care about. */
    void event(HostEvent event);

    /** A packet of this link was dropped and is to be counted. */
    void dropped(long link, HostDrop reason);
}

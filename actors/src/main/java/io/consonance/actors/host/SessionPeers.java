package io.consonance.actors.host;

import io.consonance.engine.link.RejectCode;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** The peers attached to a session, by link. Not thread-safe; the session owns it. */
final class SessionPeers {
    private final Map<Long, ActorRef<PeerActor.Command>> byLink = new HashMap<>();
    /** Receivers of a broadcast share one message, as they share its packet. */
    private PeerActor.Deliver lastDelivered = new PeerActor.Deliver(ByteString.emptyByteString(), true);

    void add(long link, ActorRef<PeerActor.Command> peer) {
        byLink.put(link, peer);
    }

    /** Forgets a link; tells whether it was attached. */
    boolean remove(long link) {
        return byLink.remove(link) != null;
    }

    boolean contains(long link) {
        return byLink.containsKey(link);
    }

    boolean isEmpty() {
        return byLink.isEmpty();
    }

    void send(long link, ByteString packet, boolean reliable) {
        if (lastDelivered.packet() != packet || lastDelivered.reliable() != reliable) {
            lastDelivered = new PeerActor.Deliver(packet, reliable);
        }
        tell(link, lastDelivered);
    }

    /** Tells the actor of a link; nobody when the link is not attached any more. */
    void tell(long link, PeerActor.Message message) {
        ActorRef<PeerActor.Command> peer = byLink.get(link);
        if (peer != null) {
            peer.tell(message);
        }
    }

    void rejectAll(RejectCode code, String reason) {
        tellAll(new PeerActor.Reject(code, reason));
    }

    void tellAll(PeerActor.Message message) {
        byLink.values().forEach(peer -> peer.tell(message));
    }
}

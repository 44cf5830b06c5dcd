package io.consonance.actors.host;

import java.util.ArrayDeque;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * A connection within the process: the peer's frames wait here until the peer's actor asks for them, the host's go to the peer at
 * once. Thread-safe; holds no bound on what the peer sends, since peer and host share the memory anyway.
 */
final class LocalTransport implements PeerTransport, HostConnection {
    private final HostConnection.Peer peer;
    private final ArrayDeque<ByteString> fromPeer = new ArrayDeque<>();
    private ActorRef<PeerActor.Command> actor;
    private boolean pulled;
    private boolean peerEnded;
    private boolean over;

    LocalTransport(HostConnection.Peer peer) {
        this.peer = peer;
    }

    /** The host has an actor for this peer. */
    synchronized void open(ActorRef<PeerActor.Command> peerActor) {
        actor = peerActor;
        actor.tell(new PeerActor.Opened(this));
        tellWhatIsDue();
    }

    /** The host takes nobody. */
    void refuse() {
        end();
    }

    @Override
    public synchronized void sendFrame(ByteString frame) {
        if (!peerEnded && !over) {
            fromPeer.add(frame);
            tellWhatIsDue();
        }
    }

    @Override
    public synchronized void close() {
        peerEnded = true;
        tellWhatIsDue();
    }

    @Override
    public synchronized void pull() {
        pulled = true;
        tellWhatIsDue();
    }

    @Override
    public void write(List<ByteString> frames) {
        frames.forEach(peer::handleFrame);
        actor.tell(PeerSignal.TAKEN);
    }

    @Override
    public void finish() {
        end();
    }

    @Override
    public void cut() {
        end();
    }

    private void tellWhatIsDue() {
        if (actor == null || over || !pulled) {
            return;
        }
        ByteString frame = fromPeer.poll();
        if (frame != null) {
            pulled = false;
            actor.tell(new PeerActor.Frame(frame));
        } else if (peerEnded) {
            pulled = false;
            actor.tell(PeerSignal.PEER_ENDED);
        }
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            fromPeer.clear();
        }
        peer.handleClosed();
        if (actor != null) {
            actor.tell(PeerSignal.GONE);
        }
    }
}

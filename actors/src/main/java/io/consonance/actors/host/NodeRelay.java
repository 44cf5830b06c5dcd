package io.consonance.actors.host;

import io.consonance.actors.stream.RelayActor;
import java.net.InetSocketAddress;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** The node's {@link RelayActor}, as the host's actors see it. Thread-safe. */
final class NodeRelay implements HostRelay {
    private final ActorRef<RelayActor.Command> relay;
    private final int port;

    NodeRelay(ActorRef<RelayActor.Command> relay, int port) {
        this.relay = relay;
        this.port = port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void open(long link, ByteString token, ActorRef<PeerActor.Command> peer) {
        relay.tell(new RelayActor.Open(link, token, new PeerEnd(peer)));
    }

    @Override
    public void attach(long link, int session) {
        relay.tell(new RelayActor.Attach(link, session));
    }

    @Override
    public void join(long link, int session, int clientId) {
        relay.tell(new RelayActor.Join(link, session, clientId));
    }

    @Override
    public void mute(long link, boolean muted) {
        relay.tell(new RelayActor.Mute(link, muted));
    }

    @Override
    public void leave(long link) {
        relay.tell(new RelayActor.Leave(link));
    }

    @Override
    public void close(long link) {
        relay.tell(new RelayActor.Close(link));
    }

    @Override
    public void send(long link, ByteString packet) {
        relay.tell(new RelayActor.SendUnreliable(link, packet));
    }

    @Override
    public void barrier(ActorRef<Done> replyTo) {
        relay.tell(new RelayActor.Barrier(replyTo));
    }

    /** What the relay and its islands tell a peer becomes a message, whatever thread they are on. */
    private record PeerEnd(ActorRef<PeerActor.Command> peer) implements RelayActor.Peer {
        @Override
        public void bound(InetSocketAddress source, long nonce) {
            peer.tell(new PeerActor.UdpBound(source, nonce));
        }

        @Override
        public void unbound() {
            peer.tell(new PeerActor.UdpUnbound());
        }

        @Override
        public void datagramsSeen(int relays) {
            peer.tell(new PeerActor.UdpSeen(relays));
        }

        @Override
        public void damaged(int datagrams) {
            peer.tell(new PeerActor.Damaged(datagrams));
        }

        @Override
        public void wrongSession() {
            peer.tell(new PeerActor.WrongSession());
        }

        @Override
        public void deliver(ByteString packet) {
            peer.tell(new PeerActor.Deliver(packet, false));
        }
    }
}

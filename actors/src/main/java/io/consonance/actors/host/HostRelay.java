package io.consonance.actors.host;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * What the host's actors ask of the node's UDP side. A link is one peer's TCP connection. All calls return at once and take
 * effect in order, in the relay's own thread.
 */
interface HostRelay {
    /** No UDP: everything travels over TCP. */
    HostRelay NONE = new HostRelay() {
        @Override
        public int port() {
            return 0;
        }

        @Override
        public void open(long link, ByteString token, ActorRef<PeerActor.Command> peer) {}

        @Override
        public void attach(long link, int session) {}

        @Override
        public void join(long link, int session, int clientId) {}

        @Override
        public void mute(long link, boolean muted) {}

        @Override
        public void leave(long link) {}

        @Override
        public void close(long link) {}

        @Override
        public void send(long link, ByteString packet) {}

        @Override
        public void barrier(ActorRef<Done> replyTo) {
            replyTo.tell(Done.done());
        }
    };

    /** The UDP port peers are told, 0 for none. */
    int port();

    /** A link began; its token may be bound from now on. */
    void open(long link, ByteString token, ActorRef<PeerActor.Command> peer);

    /** The link belongs to this session, though to no client yet. */
    void attach(long link, int session);

    /** The link speaks for this client from now on, and is where the client's voice goes. */
    void join(long link, int session, int clientId);

    /** The link's voice is dropped, or forwarded again, until its client leaves. */
    void mute(long link, boolean muted);

    /** The link speaks for nobody any more. */
    void leave(long link);

    /** The link ended, its token and its binding with it. */
    void close(long link);

    /** Sends one packet to where the link is bound; dropped where it is not. */
    void send(long link, ByteString packet);

    /** Answered once all calls before are in effect. */
    void barrier(ActorRef<Done> replyTo);
}

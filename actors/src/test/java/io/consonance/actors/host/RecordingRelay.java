package io.consonance.actors.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** Writes down what the host's actors ask of the relay, as words; barriers are answered when the test says so. */
final class RecordingRelay implements HostRelay {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final List<ActorRef<Done>> barriers = Collections.synchronizedList(new ArrayList<>());
    volatile boolean answersBarriers = true;

    @Override
    public int port() {
        return 4_242;
    }

    @Override
    public void open(long link, ByteString token, ActorRef<PeerActor.Command> peer) {
        calls.add("open " + link);
    }

    @Override
    public void attach(long link, int session) {
        calls.add("attach " + link + " to " + session);
    }

    @Override
    public void join(long link, int session, int clientId) {
        calls.add("join " + link + " as " + clientId + " of " + session);
    }

    @Override
    public void mute(long link, boolean muted) {
        calls.add((muted ? "mute " : "unmute ") + link);
    }

    @Override
    public void leave(long link) {
        calls.add("leave " + link);
    }

    @Override
    public void close(long link) {
        calls.add("close " + link);
    }

    @Override
    public void send(long link, ByteString packet) {
        calls.add("send " + link + ": " + packet.utf8String());
    }

    @Override
    public void barrier(ActorRef<Done> replyTo) {
        if (answersBarriers) {
            replyTo.tell(Done.done());
        } else {
            barriers.add(replyTo);
        }
    }
}

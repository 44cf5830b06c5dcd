package io.consonance.actors.stream;

import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;

/** Notes what a relay tells a peer, as values. */
final class RecordingPeer implements RelayActor.Peer {

    record Bound(InetSocketAddress source, long nonce) {}

    record Unbound() {}

    record Seen() {}

    record WrongSession() {}

    record Damaged(int datagrams) {}

    final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    final BlockingQueue<ByteString> delivered = new LinkedBlockingQueue<>();

    @Override
    public void bound(InetSocketAddress source, long nonce) {
        told.add(new Bound(source, nonce));
    }

    @Override
    public void unbound() {
        told.add(new Unbound());
    }

    @Override
    public void datagramsSeen(int relays) {
        told.add(new Seen());
    }

    @Override
    public void damaged(int datagrams) {
        told.add(new Damaged(datagrams));
    }

    @Override
    public void wrongSession() {
        told.add(new WrongSession());
    }

    @Override
    public void deliver(ByteString packet) {
        delivered.add(packet);
    }

    /** Waits for the next of that kind, skipping others. */
    <T> T next(Class<T> kind) throws InterruptedException {
        while (true) {
            Object next = told.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + kind.getSimpleName());
            }
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
        }
    }
}

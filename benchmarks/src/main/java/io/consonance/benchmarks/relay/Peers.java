package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * The peers of one session at one relay: what each of them binds its address with, and the packet it sends to all others.
 * The last eight bytes of every packet are free for the time it was meant to be sent.
 */
interface Peers extends AutoCloseable {

    /** A voice packet of the link with one channel and this much audio is 90 bytes. */
    int AUDIO_BYTES = 70;

    InetSocketAddress relay();

    int count();

    /** Claims the address it comes from for that peer; the nonce, its last four bytes, has to grow. */
    ByteString bind(int peer, int nonce);

    ByteString packet(int peer);

    /** Key and nonce, 16 bytes each, that this peer's datagrams are sealed with as Mumble does; nothing where they are plain. */
    default Optional<ByteString> seal(int peer) {
        return Optional.empty();
    }

    /** To be called every few seconds while they wait for their turn. */
    void keepAlive() throws IOException;

    @Override
    void close() throws IOException;
}

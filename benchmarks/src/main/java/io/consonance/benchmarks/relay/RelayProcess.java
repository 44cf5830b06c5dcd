package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A contender at work. Ends with {@link #close()}, and when this process ends. */
interface RelayProcess extends AutoCloseable {

    long pid();

    InetSocketAddress address();

    /** Garbage made since its start, all threads; 0 for ever where there is none to collect. */
    long allocatedBytes() throws IOException;

    /** A session of {@code fanOut + 1} peers, each heard by all others. */
    Peers join(int fanOut) throws IOException, MalformedPacketException;

    @Override
    void close() throws IOException;
}

package io.consonance.benchmarks.relay;

import java.io.IOException;

/** The peers' sockets at one relay, bound to it, and what sends and receives with them. One thread. */
interface Load extends AutoCloseable {

    /**
     * What one run saw.
     *
     * @param sent packets that the system took
     * @param received copies that came back
     * @param p50Micros latency against the intended send time; 0 where it says nothing
     */
    record Traffic(long sent, long received, double p50Micros, double p99Micros, double p999Micros) {}

    /** The peers' local ports. */
    int[] ports();

    /** Keeps the relay busy: as fast as copies come back. */
    Traffic saturate(long nanos) throws IOException;

    /** Sends at random times, so many per second on average, whatever comes back. */
    Traffic pace(double packetsPerSecond, long nanos, long seed) throws IOException;

    @Override
    void close() throws IOException;
}

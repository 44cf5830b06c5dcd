package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends a group's packets through its relay and takes the copies, all in the calling thread, which never waits. What comes
 * too late or not at all is not sent less often: a paced load is an open loop, and its latency counts from the time a
 * packet was meant to be sent.
 */
final class Load {

    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int READS_PER_VISIT = 32;
    private static final int SENDS_PER_VISIT = 32;

    private final PeerGroup peers;
    private final Random random;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2_048);
    private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private long sent;
    private long received;
    private long lastReceivedNanos;
    private int nextSender;
    private int nextReader;

    Load(PeerGroup peers, long seed) {
        this.peers = peers;
        this.random = new Random(seed);
    }

    /** Sends as fast as the relay's socket is written and the copies are read. */
    void saturate(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long now = System.nanoTime();
        while (now < end) {
            send(now);
            visitReaders(2);
            now = System.nanoTime();
        }
        awaitQuiet();
    }

    /** Sends at random times, so many per second on average. */
    void pace(double packetsPerSecond, long nanos) throws IOException {
        long begin = System.nanoTime();
        long end = begin + nanos;
        double next = begin;
        long now = begin;
        while (now < end) {
            for (int i = 0; next <= now && i < SENDS_PER_VISIT; i++) {
                send((long) next);
                next -= Math.log(1 - random.nextDouble()) * 1e9 / packetsPerSecond;
            }
            visitReaders(peers.sockets.length);
            now = System.nanoTime();
        }
        awaitQuiet();
    }

    /**
     * Sends that many packets, the next one when all copies of the one before have come.
     *
     * @throws IOException also if a copy stays away for 10 s
     */
    void exchange(int packets) throws IOException {
        int copies = peers.sockets.length - 1;
        for (int i = 0; i < packets; i++) {
            send(System.nanoTime());
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (received < sent * copies) {
                visitReaders(peers.sockets.length);
                if (System.nanoTime() > end) {
                    throw new IOException(received + " of " + sent * copies + " copies came");
                }
            }
        }
    }

    private void send(long intendedNanos) throws IOException {
        ByteBuffer packet = peers.packets[nextSender];
        packet.putLong(packet.limit() - Long.BYTES, intendedNanos);
        if (peers.sockets[nextSender].write(packet.rewind()) > 0) {
            sent++;
        }
        nextSender = nextSender + 1 == peers.packets.length ? 0 : nextSender + 1;
    }

    private void visitReaders(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            read(nextReader);
            nextReader = nextReader + 1 == peers.sockets.length ? 0 : nextReader + 1;
        }
    }

    private void read(int peer) throws IOException {
        for (int i = 0; i < READS_PER_VISIT; i++) {
            int length = peers.sockets[peer].read(buffer.clear());
            if (length <= 0) {
                return;
            }
            received++;
            lastReceivedNanos = System.nanoTime();
            long age = lastReceivedNanos - buffer.getLong(length - Long.BYTES);
            latency.recordValue(Math.max(0, Math.min(age, HIGHEST_NANOS)));
        }
    }

    private void awaitQuiet() throws IOException {
        lastReceivedNanos = System.nanoTime();
        while (System.nanoTime() - lastReceivedNanos < QUIET_NANOS) {
            visitReaders(peers.sockets.length);
        }
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    double latencyMicros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}

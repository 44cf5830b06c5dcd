package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The load without a C compiler: in this process, in the calling thread, which never waits. It costs more processor time
 * than most relays, so it shows them at rest rather than at work; what it is for is counting, packet by packet.
 */
final class SocketLoad implements Load {

    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int READS_PER_VISIT = 32;
    private static final int SENDS_PER_VISIT = 32;

    /** Packets on their way at once under saturation; see load.c. */
    private static final int WINDOW = 128;

    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final int BIND_ATTEMPTS = 40;
    private static final long BIND_WAIT_NANOS = 250_000_000;

    private final DatagramChannel[] sockets;
    private final ByteBuffer[] packets;
    private final int copies;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2_048);
    private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
    private long sent;
    private long received;
    private int nextSender;

    /** Opens their sockets and binds them. */
    SocketLoad(Peers peers) throws IOException {
        sockets = new DatagramChannel[peers.count()];
        packets = new ByteBuffer[peers.count()];
        copies = peers.count() - 1;
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = DatagramChannel.open(StandardProtocolFamily.INET)
                    .setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                    .connect(peers.relay());
            sockets[i].configureBlocking(false);
            bind(peers, i);
            packets[i] = ByteBuffer.allocateDirect(peers.packet(i).length());
            peers.packet(i).copyToBuffer(packets[i]);
        }
    }

    private void bind(Peers peers, int peer) throws IOException {
        for (int nonce = 1; nonce <= BIND_ATTEMPTS; nonce++) {
            sockets[peer].write(peers.bind(peer, nonce).asByteBuffer());
            long end = System.nanoTime() + BIND_WAIT_NANOS;
            while (System.nanoTime() < end) {
                if (sockets[peer].read(buffer.clear()) > 0) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        throw new IOException("a relay did not bind a peer's address within 10 s");
    }

    @Override
    public int[] ports() {
        int[] ports = new int[sockets.length];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = sockets[i].socket().getLocalPort();
        }
        return ports;
    }

    @Override
    public Traffic saturate(long nanos) throws IOException {
        begin();
        long now = System.nanoTime();
        long end = now + nanos;
        long heard = now;
        long lost = 0;
        while (now < end) {
            while (sent * copies - received - lost < (long) WINDOW * copies) {
                send(now);
            }
            if (take()) {
                heard = now;
            }
            // Copies that do not come at all must not count as on their way for good.
            if (now - heard > LOST_NANOS) {
                lost = sent * copies - received;
                heard = now;
            }
            now = System.nanoTime();
        }
        takeTheRest();
        return new Traffic(sent, received, 0, 0, 0);
    }

    @Override
    public Traffic pace(double packetsPerSecond, long nanos, long seed) throws IOException {
        begin();
        Random random = new Random(seed);
        long begin = System.nanoTime();
        long now = begin;
        double next = 0;
        while (now < begin + nanos) {
            for (int i = 0; next <= now - begin && i < SENDS_PER_VISIT; i++) {
                send(begin + (long) next);
                next -= Math.log(1 - random.nextDouble()) * 1e9 / packetsPerSecond;
            }
            take();
            now = System.nanoTime();
        }
        takeTheRest();
        return new Traffic(sent, received, latencyMicros(50), latencyMicros(99), latencyMicros(99.9));
    }

    /**
     * Sends that many packets, the next one when all copies of the one before have come.
     *
     * @throws IOException also if a copy stays away for 10 s
     */
    void exchange(int number) throws IOException {
        begin();
        for (int i = 0; i < number; i++) {
            send(System.nanoTime());
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (received < sent * copies) {
                take();
                if (System.nanoTime() > end) {
                    throw new IOException(received + " of " + sent * copies + " copies came");
                }
            }
        }
    }

    private void begin() throws IOException {
        while (take()) {
            Thread.onSpinWait();
        }
        sent = 0;
        received = 0;
        latency.reset();
    }

    private void send(long intendedNanos) throws IOException {
        ByteBuffer packet = packets[nextSender];
        packet.putLong(packet.capacity() - Long.BYTES, intendedNanos);
        if (sockets[nextSender].write(packet.rewind()) > 0) {
            sent++;
        }
        nextSender = nextSender + 1 == packets.length ? 0 : nextSender + 1;
    }

    /** One visit to each socket; whether there was anything. */
    private boolean take() throws IOException {
        long before = received;
        for (DatagramChannel socket : sockets) {
            take(socket);
        }
        return received > before;
    }

    private void take(DatagramChannel socket) throws IOException {
        for (int i = 0; i < READS_PER_VISIT; i++) {
            int length = socket.read(buffer.clear());
            if (length <= 0) {
                return;
            }
            received++;
            long age = System.nanoTime() - buffer.getLong(length - Long.BYTES);
            latency.recordValue(Math.max(0, Math.min(age, HIGHEST_NANOS)));
        }
    }

    private void takeTheRest() throws IOException {
        long quietSince = System.nanoTime();
        while (received < sent * copies && System.nanoTime() - quietSince < QUIET_NANOS) {
            if (take()) {
                quietSince = System.nanoTime();
            }
        }
    }

    private double latencyMicros(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
    }
}

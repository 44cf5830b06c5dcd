package io.consonance.actors.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;

/** A plain UDP socket on a loopback address, driven by the test's thread. */
final class TestSocket implements AutoCloseable {

    private final ByteBuffer buffer = ByteBuffer.allocate(2_048);
    private final DatagramChannel socket;
    private final Selector selector;

    TestSocket(InetAddress address) throws IOException {
        socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(address, 0));
        socket.configureBlocking(false);
        selector = Selector.open();
        socket.register(selector, SelectionKey.OP_READ);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    void send(InetSocketAddress to, ByteString datagram) throws IOException {
        socket.send(ByteBuffer.wrap(datagram.toArray()), to);
    }

    /** What has arrived, or null. */
    ByteString receiveNow() throws IOException {
        return socket.receive(buffer.clear()) == null ? null : ByteString.fromByteBuffer(buffer.flip());
    }

    /** Waits for a datagram; null if none comes in that time. */
    ByteString receive(long timeout, TimeUnit unit) throws IOException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (true) {
            ByteString datagram = receiveNow();
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (datagram != null || left <= 0) {
                return datagram;
            }
            selector.select(key -> {}, left);
        }
    }

    /** Waits for a datagram that has to come. */
    ByteString receive() throws IOException {
        ByteString datagram = receive(20, TimeUnit.SECONDS);
        if (datagram == null) {
            throw new AssertionError("nothing received at " + address());
        }
        return datagram;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        socket.close();
    }
}

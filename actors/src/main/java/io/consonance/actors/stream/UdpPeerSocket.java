package io.consonance.actors.stream;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.apache.pekko.util.ByteString;

/**
 * The UDP socket of one peer, on the {@link SelectorLoop} of the thread that opens it: thousands of peers share a few
 * threads, a received datagram reaches its peer without crossing any, and a send goes out from the caller's.
 *
 * <p>The loop's thread only. It is not connected: the host and other peers may be reached through it, and anybody may
 * write to it, so the receiver looks at the source. Datagrams of more than {@value #MAX_DATAGRAM_BYTES} bytes are dropped
 * and counted, both ways. A send that would block, or that the system refuses, is dropped and counted.
 */
public final class UdpPeerSocket implements AutoCloseable {

    /** The largest datagram sent or handed on. */
    public static final int MAX_DATAGRAM_BYTES = 1_200;

    /** Datagrams read before other sockets and tasks of the thread get their turn. */
    private static final int BATCH = 32;

    /** Hears what arrives, in the loop's thread and outside of any actor: typically it tells the peer's actor. */
    public interface Receiver {

        /** A datagram, copied out of the socket's buffer. */
        void received(InetSocketAddress source, ByteString datagram);

        /** The socket is closed and will not come back; not told after {@link UdpPeerSocket#close()}. */
        void failed(Throwable cause);
    }

    private final DatagramChannel socket;
    private final SelectorLoop loop;
    private final Receiver receiver;
    private Registration registration;
    private long datagramsReceived;
    private long datagramsSent;
    private long datagramsDroppedTooLarge;
    private long sendsDroppedWouldBlock;
    private long sendsRefused;

    private UdpPeerSocket(DatagramChannel socket, SelectorLoop loop, Receiver receiver) {
        this.socket = socket;
        this.loop = loop;
        this.receiver = receiver;
    }

    /**
     * Opens a socket on a free port of every address of the remote address's family.
     *
     * @param remote where most datagrams will go: an IPv6 socket reaches IPv4 addresses too, not the other way round
     * @param receiveBufferBytes what the kernel queues at most; it may take less
     * @throws IllegalStateException if the calling thread is not a selector loop's
     */
    public static UdpPeerSocket open(InetAddress remote, int receiveBufferBytes, Receiver receiver) throws IOException {
        SelectorLoop loop = SelectorLoop.required();
        DatagramChannel channel = DatagramChannel.open(
                remote instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
            channel.bind(new InetSocketAddress(0));
            channel.configureBlocking(false);
            UdpPeerSocket socket = new UdpPeerSocket(channel, loop, receiver);
            socket.registration = loop.register(channel, SelectionKey.OP_READ, socket.new Readiness());
            return socket;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Sends at once; false if it was dropped (and counted), or the socket is closed. */
    public boolean send(ByteString datagram, InetSocketAddress destination) {
        if (datagram.length() > MAX_DATAGRAM_BYTES) {
            datagramsDroppedTooLarge++;
            return false;
        }
        ByteBuffer buffer = loop.scratch();
        datagram.copyToBuffer(buffer);
        try {
            if (socket.send(buffer.flip(), destination) == 0 && !datagram.isEmpty()) {
                sendsDroppedWouldBlock++;
                return false;
            }
            datagramsSent++;
            return true;
        } catch (IOException | RuntimeException refused) {
            // No route, a firewall, an address of the other family: all pass, and the next datagram may get through.
            sendsRefused++;
            return false;
        }
    }

    /** The port this socket is bound to, and the unspecified address. */
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) socket.getLocalAddress();
    }

    public long datagramsReceived() {
        return datagramsReceived;
    }

    public long datagramsSent() {
        return datagramsSent;
    }

    public long datagramsDroppedTooLarge() {
        return datagramsDroppedTooLarge;
    }

    public long sendsDroppedWouldBlock() {
        return sendsDroppedWouldBlock;
    }

    public long sendsRefused() {
        return sendsRefused;
    }

    public boolean isOpen() {
        return socket.isOpen();
    }

    /** Closes the socket; the receiver hears nothing any more. Closing twice does nothing. */
    @Override
    public void close() {
        registration.cancel();
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // The descriptor is released all the same, and nobody could do anything about it.
            return;
        }
    }

    private final class Readiness implements SelectorLoop.Handler {

        @Override
        public void ready() {
            try {
                for (int i = 0; i < BATCH && socket.isOpen(); i++) {
                    ByteBuffer buffer = loop.scratch().limit(MAX_DATAGRAM_BYTES + 1);
                    InetSocketAddress source = (InetSocketAddress) socket.receive(buffer);
                    if (source == null) {
                        return;
                    }
                    hand(source, buffer.flip());
                }
            } catch (ClosedChannelException closed) {
                registration.cancel();
                failed(closed);
            } catch (IOException failure) {
                // An ICMP error on some systems: it belongs to a datagram sent earlier, the socket is as good as
                // before.
                sendsRefused++;
            }
        }

        private void hand(InetSocketAddress source, ByteBuffer buffer) {
            if (buffer.remaining() > MAX_DATAGRAM_BYTES) {
                datagramsDroppedTooLarge++;
                return;
            }
            datagramsReceived++;
            receiver.received(source, ByteString.fromByteBuffer(buffer));
        }

        @Override
        public void failed(Throwable cause) {
            closeQuietly();
            receiver.failed(cause);
        }
    }
}

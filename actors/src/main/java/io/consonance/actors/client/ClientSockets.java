package io.consonance.actors.client;

import io.consonance.actors.stream.UdpPeerSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client sends and receives through: its connection and its UDP socket, and what it counts on both. Owned by its
 * {@link Uplink}; what arrives comes back as messages to the client, marked with the attempt it belongs to.
 */
final class ClientSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ClientActor.class);

    private final ActorContext<ClientActor.Command> context;
    private final ClientSettings settings;

    private ControlConnection control;
    private UdpPeerSocket socket;
    private long udpAttempt;
    private long framesSent;
    private long datagramsSent;

    ClientSockets(ActorContext<ClientActor.Command> context, ClientSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Connects to a host in this process when {@code host} is null. */
    void connect(InetSocketAddress host, long attempt) {
        control = host == null
                ? LocalControl.open(settings.local(), attempt, context.getSelf())
                : TcpControl.open(
                        context.getSystem(),
                        ((MessageDispatcher) context.getExecutionContext()).id(),
                        host,
                        settings.connection(),
                        attempt,
                        context.getSelf());
    }

    /** Without a socket, LinkBind goes nowhere and voice stays on TCP. */
    void openUdp(InetSocketAddress host, long attempt) {
        ActorRef<ClientActor.Command> self = context.getSelf();
        udpAttempt = attempt;
        try {
            socket = UdpPeerSocket.open(
                    host.getAddress(), settings.connection().receiveBufferBytes(), new UdpPeerSocket.Receiver() {
                        @Override
                        public void received(InetSocketAddress source, ByteString datagram) {
                            settings.filter()
                                    .incoming(
                                            source,
                                            datagram.length(),
                                            () -> self.tell(
                                                    new ClientActor.DatagramReceived(attempt, source, datagram)));
                        }

                        @Override
                        public void failed(Throwable cause) {
                            // Pings by UDP stay unanswered from now on, which is what sends voice over TCP.
                            LOG.warn("the UDP socket of client {} failed: {}", settings.name(), cause.toString());
                        }
                    });
        } catch (IOException e) {
            LOG.warn("client {} has no UDP socket: {}", settings.name(), e.toString());
        }
    }

    /** False if there is no room for it. */
    boolean sendFrame(ByteString packet) {
        if (control == null || !control.sendFrame(packet)) {
            return false;
        }
        framesSent++;
        return true;
    }

    /** False if the socket did not take it; what the filter takes comes back as a message, or not at all. */
    boolean sendDatagram(InetSocketAddress to, ByteString datagram) {
        if (settings.filter() == DatagramFilter.NONE) {
            return sendNow(to, datagram);
        }
        ActorRef<ClientActor.Command> self = context.getSelf();
        long attempt = udpAttempt;
        settings.filter()
                .outgoing(
                        to, datagram.length(), () -> self.tell(new ClientActor.DatagramPassed(attempt, to, datagram)));
        return true;
    }

    /** What has passed the filter; false if the socket did not take it. */
    boolean sendNow(InetSocketAddress to, ByteString datagram) {
        if (socket == null || !socket.send(datagram, to)) {
            return false;
        }
        datagramsSent++;
        return true;
    }

    /** The host ended the connection; our direction of it is open still. */
    void ended() {
        if (control != null) {
            control.abort();
            control = null;
        }
    }

    /** Sends what is queued, then ends the connection; false if there is none. */
    boolean sayGoodbye() {
        closeUdp();
        if (control == null) {
            return false;
        }
        control.close();
        return true;
    }

    /** Both go at once; what was queued is thrown away. */
    void drop() {
        closeUdp();
        ended();
    }

    long framesSent() {
        return framesSent;
    }

    long datagramsSent() {
        return datagramsSent;
    }

    private void closeUdp() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}

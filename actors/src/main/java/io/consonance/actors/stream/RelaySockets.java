package io.consonance.actors.stream;

import io.consonance.actors.settings.RelaySettings;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The UDP sockets of a host, all on one address and port, one per island; where the system lets several sockets share a
 * port it spreads sources over them. Bound before the relay actor starts, so that the port is known and a port in
 * use is an exception; from then on the relay actor's. One owner at a time.
 */
public final class RelaySockets implements AutoCloseable {

    private final InetSocketAddress address;
    private final RelaySettings settings;
    private final List<DatagramChannel> sockets;

    private RelaySockets(InetSocketAddress address, RelaySettings settings, List<DatagramChannel> sockets) {
        this.address = address;
        this.settings = settings;
        this.sockets = sockets;
    }

    /**
     * Binds the sockets that {@code consonance.relay.islands} asks for; one where the system does not share ports. An
     * IPv4 address takes IPv4 only, the IPv6 wildcard takes both.
     *
     * @param address port 0 takes any free one
     * @throws IOException if the address cannot be bound
     */
    public static RelaySockets bind(InetSocketAddress address, RelaySettings settings) throws IOException {
        List<DatagramChannel> sockets = new ArrayList<>();
        try {
            DatagramChannel first = open(address, settings);
            sockets.add(first);
            InetSocketAddress bound = (InetSocketAddress) first.getLocalAddress();
            int islands = sharesPort(first) ? wanted(settings) : 1;
            while (sockets.size() < islands) {
                sockets.add(open(bound, settings));
            }
            return new RelaySockets(bound, settings, sockets);
        } catch (IOException | RuntimeException failure) {
            for (DatagramChannel socket : sockets) {
                socket.close();
            }
            throw failure;
        }
    }

    private static int wanted(RelaySettings settings) {
        return settings.islands() > 0
                ? settings.islands()
                : Runtime.getRuntime().availableProcessors();
    }

    private static boolean sharesPort(DatagramChannel socket) {
        return socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    private static DatagramChannel open(InetSocketAddress address, RelaySettings settings) throws IOException {
        boolean ipv4 = address.getAddress() instanceof Inet4Address;
        DatagramChannel socket =
                DatagramChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
            socket.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
            if (wanted(settings) > 1 && sharesPort(socket)) {
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            socket.bind(address);
            socket.configureBlocking(false);
            return socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Where datagrams are taken. */
    public InetSocketAddress address() {
        return address;
    }

    /** The port in {@link #address()}. */
    public int port() {
        return address.getPort();
    }

    /** How many sockets share the port. */
    public int count() {
        return sockets.size();
    }

    DatagramChannel socket(int index) {
        return sockets.get(index);
    }

    /** Replaces a socket that was lost, on the same port. */
    DatagramChannel reopen(int index) throws IOException {
        sockets.get(index).close();
        DatagramChannel socket = open(address, settings);
        sockets.set(index, socket);
        return socket;
    }

    /** What the kernel queues per socket; it may grant less than was asked for. */
    int grantedReceiveBufferBytes() throws IOException {
        return sockets.get(0).getOption(StandardSocketOptions.SO_RCVBUF);
    }

    int wantedReceiveBufferBytes() {
        return settings.receiveBufferBytes();
    }

    int batchCapacity() {
        return settings.batch();
    }

    /** Closes all of them. Not needed once a relay actor has them. */
    @Override
    public void close() {
        for (DatagramChannel socket : sockets) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // Its descriptor is released all the same; the others have their turn.
            }
        }
    }
}

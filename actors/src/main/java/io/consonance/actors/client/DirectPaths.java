package io.consonance.actors.client;

import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.pekko.util.ByteString;

/**
 * The direct UDP paths of one client to others: found by the host's candidates, tried with pings, kept under watch, given up after
 * three unanswered pings. IO-free; not thread-safe; one owner, its {@link ClientPeer}.
 *
 * <p>A candidate is pinged before the session hears of it, because a path that works one way only would swallow voice. From
 * then on its packets go to the session, which believes them after HandshakeP2P; nobody else's do. Source: {@code link.md}
 * (LinkCandidate, LinkPing), {@code dissonance.md} 7.
 */
final class DirectPaths {
    static final int MOST_PATHS = 1_024;
    static final int MOST_ATTEMPTS = 20;
    static final int MOST_UNANSWERED = 3;
    static final long ATTEMPT_NANOS = 250_000_000L;
    static final long REST_NANOS = 30_000_000_000L;

    /** What a path does to the world. */
    interface Outbox {
        void sendDatagram(InetSocketAddress to, ByteString datagram);

        /** The path works both ways: the session may introduce itself over it, to that client only. */
        void openLink(long link, int clientId);

        /** The path is dead: the session sends by the host again. */
        void closeLink(long link);

        void deliver(long link, ByteString packet);

        /** Whether that client is still in the session. */
        boolean isPresent(int clientId);

        void dropped(ClientDrop reason);
    }

    private final Map<InetSocketAddress, DirectPath> byAddress = new HashMap<>();
    private final Map<Long, DirectPath> byLink = new HashMap<>();
    private final long pingNanos;
    private final RandomGenerator random;
    private long lastLink;
    private long wakeAtNanos = Long.MAX_VALUE;

    DirectPaths(long pingNanos, RandomGenerator random) {
        this.pingNanos = pingNanos;
        this.random = random;
    }

    /** When {@link #handleWake} is wanted; {@link Long#MAX_VALUE} = not at all. */
    long wakeAtNanos() {
        return wakeAtNanos;
    }

    /** Paths that carry voice at the moment. */
    int openCount() {
        return (int) byLink.values().stream().filter(DirectPath::isOpen).count();
    }

    /** The host says where another client's UDP was seen. */
    void handleCandidate(long nowNanos, int clientId, InetSocketAddress address, Outbox out) {
        InetAddress ip = address.getAddress();
        if (ip == null || ip.isAnyLocalAddress() || ip.isMulticastAddress() || address.getPort() == 0) {
            out.dropped(ClientDrop.CANDIDATE_REFUSED);
            return;
        }
        DirectPath known = byAddress.get(address);
        if (known != null && known.clientId == clientId) {
            known.retry(nowNanos);
        } else {
            for (DirectPath path : List.copyOf(byLink.values())) {
                if (path == known || path.clientId == clientId) {
                    remove(path, out);
                }
            }
            if (byLink.size() >= MOST_PATHS) {
                out.dropped(ClientDrop.CANDIDATE_REFUSED);
                return;
            }
            DirectPath path = new DirectPath(++lastLink, clientId, address, random.nextLong(), nowNanos);
            byAddress.put(address, path);
            byLink.put(path.link, path);
        }
        handleWake(nowNanos, out);
    }

    /** Takes what came from {@code source}; false if no candidate has that address. */
    boolean handleDatagram(long nowNanos, InetSocketAddress source, ByteString datagram, Outbox out) {
        DirectPath path = byAddress.get(source);
        if (path == null) {
            return false;
        }
        if (Wire.magicOf(datagram) == Wire.LINK_MAGIC) {
            handleLinkPacket(nowNanos, path, datagram, out);
        } else if (!travelsDirectly(datagram)) {
            out.dropped(ClientDrop.DIRECT_TYPE_REFUSED);
        } else if (!path.isOpen()) {
            out.dropped(ClientDrop.DIRECT_NOT_OPEN);
        } else {
            out.deliver(path.link, datagram);
        }
        return true;
    }

    /** Sends a packet of the session over one of its links; false if that link is gone. */
    boolean send(long link, ByteString packet, Outbox out) {
        DirectPath path = byLink.get(link);
        if (path == null) {
            return false;
        }
        out.sendDatagram(path.address, packet);
        return true;
    }

    /** Sends the pings that are due and gives up what did not answer. */
    void handleWake(long nowNanos, Outbox out) {
        for (DirectPath path : new ArrayList<>(byLink.values())) {
            if (nowNanos >= path.nextAtNanos) {
                if (path.isLeft(out)) {
                    remove(path, out);
                } else {
                    path.handleWake(nowNanos, pingNanos, out);
                }
            }
        }
        findWake();
    }

    /** Forgets every candidate. */
    void clear(Outbox out) {
        for (DirectPath path : List.copyOf(byLink.values())) {
            remove(path, out);
        }
        findWake();
    }

    private void handleLinkPacket(long nowNanos, DirectPath path, ByteString datagram, Outbox out) {
        LinkPacket packet;
        try {
            packet = LinkPacket.decode(datagram);
        } catch (MalformedPacketException e) {
            out.dropped(ClientDrop.DIRECT_MALFORMED);
            return;
        }
        if (packet instanceof LinkPing ping) {
            path.handlePing(nowNanos, ping, out);
        } else if (packet instanceof LinkPong pong) {
            path.handlePong(nowNanos, pong, pingNanos, out);
        } else {
            out.dropped(ClientDrop.DIRECT_TYPE_REFUSED);
        }
        findWake();
    }

    private static boolean travelsDirectly(ByteString packet) {
        int type = Wire.typeCodeOf(packet);
        return Wire.magicOf(packet) == Wire.MAGIC
                && (type == PacketType.VOICE_DATA.code() || type == PacketType.HANDSHAKE_P2P.code());
    }

    private void remove(DirectPath path, Outbox out) {
        byAddress.remove(path.address);
        byLink.remove(path.link);
        path.close(out);
    }

    private void findWake() {
        long earliest = Long.MAX_VALUE;
        for (DirectPath path : byLink.values()) {
            earliest = Math.min(earliest, path.nextAtNanos);
        }
        wakeAtNanos = earliest;
    }
}

package io.consonance.actors.client;

import io.consonance.engine.link.LinkCandidate;
import io.consonance.engine.link.LinkDrop;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.PeerLink;
import io.consonance.engine.link.PeerLinkOutbox;
import io.consonance.engine.link.PeerLinkSettings;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerDrop;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.peer.PeerOutbox;
import io.consonance.engine.peer.PeerSession;
import io.consonance.engine.peer.PeerSettings;
import io.consonance.engine.peer.RemotePlayer;
import io.consonance.engine.wire.ChannelPriority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * The machines of one client put together: session, link to the host, direct paths to other peers. IO-free; not thread-safe;
 * one owner, which tells the time and carries out {@link Carriers}.
 */
final class ClientPeer {
    /** What the machines do to the world. Must not call back. */
    interface Carriers {
        void sendFrame(ByteString packet, boolean reliable);

        void sendDatagram(InetSocketAddress to, ByteString datagram);

        /** The host has greeted: a UDP socket is wanted if it offers UDP. */
        void hello(LinkHello hello);

        void joined(long nowNanos);

        void udpBound(boolean bound);

        void rejected(LinkReject reject);

        void redirected(LinkRedirect redirect);

        /** The link is over; the connection is to be closed. */
        void close();

        void dropped(ClientDrop reason);
    }

    private final Carriers carriers;
    private final Consumer<PeerEvent> listener;
    private final PeerLink link;
    private final PeerSession session;
    private final DirectPaths paths;
    private final boolean direct;
    private final LinkOutbox linkOutbox = new LinkOutbox();
    private final SessionOutbox sessionOutbox = new SessionOutbox();
    private final PathOutbox pathOutbox = new PathOutbox();
    private final DropCounter<LinkDrop> linkDrops = new DropCounter<>(LinkDrop.class);
    private final DropCounter<PeerDrop> sessionDrops = new DropCounter<>(PeerDrop.class);

    /** The time of the input that is being handled, for outboxes that are not told it. */
    private long nowNanos;

    /** Whether what goes out over TCP at the moment is voice that found no UDP. */
    private boolean unreliable;

    /** Whether what is handled at the moment came by TCP: only such damage may end the link, everything else can be forged. */
    private boolean byTcp;

    private InetAddress host;
    private InetSocketAddress hostUdp;

    ClientPeer(ClientSettings settings, long seed, Carriers carriers, Consumer<PeerEvent> listener) {
        this.carriers = carriers;
        this.listener = listener;
        this.direct = settings.connection().p2p();
        this.link = new PeerLink(PeerLinkSettings.defaults()
                .withSession(settings.session())
                .withCredential(settings.credential())
                .withUdp(settings.connection().udp()));
        this.session = new PeerSession(peerSettings(settings), settings.decoder());
        this.paths = new DirectPaths(settings.connection().directPing().toNanos(), new SplittableRandom(seed));
        settings.rooms().forEach(room -> session.joinRoom(0, room, sessionOutbox));
    }

    /** The connection stands; {@code hostAddress} is null where there can be no UDP. */
    void handleConnected(long now, InetAddress hostAddress) {
        nowNanos = now;
        host = hostAddress;
        hostUdp = null;
        link.handleConnected(now, linkOutbox);
    }

    void handleFrame(long now, ByteString frame) {
        nowNanos = now;
        byTcp = true;
        link.handleFrame(now, frame, linkOutbox);
        byTcp = false;
    }

    void handleDatagram(long now, InetSocketAddress source, ByteString datagram) {
        nowNanos = now;
        if (source.equals(hostUdp)) {
            link.handleDatagram(now, datagram, linkOutbox);
        } else if (!paths.handleDatagram(now, source, datagram, pathOutbox)) {
            carriers.dropped(ClientDrop.SOURCE_UNKNOWN);
        }
    }

    void handleDisconnected(long now) {
        nowNanos = now;
        hostUdp = null;
        link.handleDisconnected(now, linkOutbox);
        paths.clear(pathOutbox);
        session.handleDisconnected(now, sessionOutbox);
    }

    void leave(long now) {
        nowNanos = now;
        paths.clear(pathOutbox);
        session.leave(now, sessionOutbox);
    }

    long wakeAtNanos() {
        return Math.min(link.wakeAtNanos(), Math.min(session.wakeAtNanos(), paths.wakeAtNanos()));
    }

    void handleWake(long now) {
        nowNanos = now;
        if (now >= link.wakeAtNanos()) {
            link.handleWake(now, linkOutbox);
        }
        if (now >= session.wakeAtNanos()) {
            session.handleWake(now, sessionOutbox);
        }
        if (now >= paths.wakeAtNanos()) {
            paths.handleWake(now, pathOutbox);
        }
    }

    void joinRoom(long now, String room) {
        session.joinRoom(now, room, sessionOutbox);
    }

    void leaveRoom(long now, String room) {
        session.leaveRoom(now, room, sessionOutbox);
    }

    int openRoomChannel(String room, ChannelOptions options) {
        return session.openRoomChannel(room, options);
    }

    int openPlayerChannel(String player, ChannelOptions options) {
        return session.openPlayerChannel(player, options);
    }

    void closeChannel(int channel) {
        session.closeChannel(channel);
    }

    void setAmplitude(int channel, float amplitude) {
        session.setAmplitude(channel, amplitude);
    }

    void sendVoice(long now, ByteString frame) {
        session.sendVoice(now, frame, sessionOutbox);
    }

    boolean sendTextToRoom(long now, String room, String text) {
        return session.sendTextToRoom(now, room, text, sessionOutbox);
    }

    boolean sendTextToPlayer(long now, String player, String text) {
        return session.sendTextToPlayer(now, player, text, sessionOutbox);
    }

    List<RemotePlayer> players() {
        return session.players();
    }

    int openPaths() {
        return paths.openCount();
    }

    Map<LinkDrop, Long> linkDrops() {
        return linkDrops.snapshot();
    }

    Map<PeerDrop, Long> sessionDrops() {
        return sessionDrops.snapshot();
    }

    private static PeerSettings peerSettings(ClientSettings settings) {
        PeerSettings usual = PeerSettings.of(settings.name(), settings.codec());
        // Direct paths are UDP and lose packets; text must not be lost.
        return new PeerSettings(
                usual.name(),
                usual.codec(),
                ChannelPriority.DEFAULT,
                false,
                settings.connection().handshakeRetry(),
                usual.speechTimeout(),
                usual.speakerTimeout(),
                usual.rejoinStep(),
                usual.rejoinMax());
    }

    private final class LinkOutbox implements PeerLinkOutbox {
        @Override
        public void sendFrame(ByteString packet) {
            carriers.sendFrame(packet, !unreliable);
        }

        @Override
        public void sendDatagram(ByteString packet) {
            carriers.sendDatagram(hostUdp, packet);
        }

        @Override
        public void deliver(ByteString packet) {
            session.handlePacket(nowNanos, packet, sessionOutbox);
        }

        @Override
        public void hello(LinkHello hello) {
            if (hello.udpPort() != 0 && host != null) {
                hostUdp = new InetSocketAddress(host, hello.udpPort());
            }
            carriers.hello(hello);
            session.handleConnected(nowNanos, sessionOutbox);
        }

        @Override
        public void rejected(LinkReject reject) {
            carriers.rejected(reject);
        }

        @Override
        public void redirected(LinkRedirect redirect) {
            carriers.redirected(redirect);
        }

        @Override
        public void candidate(LinkCandidate candidate) {
            if (direct && hostUdp != null && candidate.clientId() != session.clientId()) {
                paths.handleCandidate(nowNanos, candidate.clientId(), candidate.socketAddress(), pathOutbox);
            } else {
                carriers.dropped(ClientDrop.CANDIDATE_REFUSED);
            }
        }

        @Override
        public void udpBound(boolean bound) {
            carriers.udpBound(bound);
        }

        @Override
        public void close() {
            carriers.close();
        }

        @Override
        public void dropped(LinkDrop reason) {
            linkDrops.count(reason);
        }
    }

    private final class SessionOutbox implements PeerOutbox {
        @Override
        public void sendToHost(ByteString packet, boolean reliable) {
            unreliable = !reliable;
            link.send(packet, reliable, linkOutbox);
            unreliable = false;
        }

        @Override
        public void sendDirect(long directLink, ByteString packet, boolean reliable) {
            paths.send(directLink, packet, pathOutbox);
        }

        @Override
        public void event(PeerEvent event) {
            if (event instanceof PeerEvent.Joined) {
                carriers.joined(nowNanos);
            }
            listener.accept(event);
        }

        @Override
        public void dropped(PeerDrop reason) {
            sessionDrops.count(reason);
            if (reason == PeerDrop.MALFORMED && byTcp) {
                link.handleDamaged(nowNanos, linkOutbox);
            }
        }
    }

    private final class PathOutbox implements DirectPaths.Outbox {
        @Override
        public void sendDatagram(InetSocketAddress to, ByteString datagram) {
            carriers.sendDatagram(to, datagram);
        }

        @Override
        public void openLink(long directLink, int clientId) {
            session.openDirectLink(nowNanos, directLink, clientId, sessionOutbox);
        }

        @Override
        public void closeLink(long directLink) {
            session.closeDirectLink(nowNanos, directLink, sessionOutbox);
        }

        @Override
        public void deliver(long directLink, ByteString packet) {
            session.handleDirectPacket(nowNanos, directLink, packet, sessionOutbox);
        }

        @Override
        public boolean isPresent(int clientId) {
            return session.isPresent(clientId);
        }

        @Override
        public void dropped(ClientDrop reason) {
            carriers.dropped(reason);
        }
    }
}

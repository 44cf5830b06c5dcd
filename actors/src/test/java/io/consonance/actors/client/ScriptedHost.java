package io.consonance.actors.client;

import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.link.HostLink;
import io.consonance.engine.link.HostLinkOutbox;
import io.consonance.engine.link.HostLinkSettings;
import io.consonance.engine.link.LinkBind;
import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkCandidate;
import io.consonance.engine.link.LinkDrop;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Wire;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;

/** The engine's host machines on blocking sockets, with the misbehaviour a test asks for. Everything happens under one lock. */
final class ScriptedHost implements AutoCloseable {
    /** What a host does instead of letting a peer join. */
    record Refusal(RejectCode code, HostAddress redirect) {}

    final BlockingQueue<String> joins = new LinkedBlockingQueue<>();

    private final ServerSocket server;
    private final DatagramSocket udp;
    private final Random random = new Random(11);
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Peer> bound = new HashMap<>();
    private final boolean candidates;
    private long lastPeer;
    private HostSession session;
    private Refusal refusal;
    private boolean deafOnUdp;
    private boolean closed;
    private Duration keepAlive = Duration.ofSeconds(15);
    private int relaysByUdp;

    ScriptedHost(String address, int sessionId, boolean candidates) throws IOException {
        InetAddress bind = InetAddress.getByName(address);
        this.server = new ServerSocket();
        this.server.setReuseAddress(true);
        this.server.bind(new InetSocketAddress(bind, 0));
        this.udp = new DatagramSocket(0, bind);
        this.candidates = candidates;
        this.session = new HostSession(sessionId, HostSettings.defaults());
        daemon(this::accept);
        daemon(this::receive);
    }

    HostAddress address() {
        return new HostAddress(server.getInetAddress().getHostAddress(), server.getLocalPort());
    }

    InetSocketAddress udpAddress() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** Where that client's UDP was seen. */
    synchronized InetSocketAddress udpAddressOf(String name) {
        return peers.get(session.roster().memberNamed(name).link()).address;
    }

    synchronized ScriptedHost refuse(RejectCode code) {
        refusal = code == null ? null : new Refusal(code, null);
        return this;
    }

    synchronized ScriptedHost redirect(HostAddress to) {
        refusal = new Refusal(null, to);
        return this;
    }

    /** What peers that connect from now on are told: they ping three times as often. */
    synchronized ScriptedHost keepAlive(Duration told) {
        keepAlive = told;
        return this;
    }

    /** The UDP port is there but nothing ever comes out of it. */
    synchronized ScriptedHost deafOnUdp(boolean deaf) {
        deafOnUdp = deaf;
        return this;
    }

    /** Another session under the same links, as after a crash that the connections survived. */
    synchronized void replaceSession(int sessionId) {
        session = new HostSession(sessionId, HostSettings.defaults());
    }

    synchronized void kick(String name) {
        int id = session.roster().memberNamed(name).clientId();
        session.kick(System.nanoTime(), id, RejectCode.KICKED, "by script", new Outbox());
    }

    /** Resets every connection. */
    synchronized void dropConnections() {
        List.copyOf(peers.values()).forEach(Peer::end);
    }

    synchronized int connected() {
        return peers.size();
    }

    /** Voice that came by UDP. */
    synchronized int relaysByUdp() {
        return relaysByUdp;
    }

    synchronized List<String> members() {
        return session.roster().members().stream().map(member -> member.name()).toList();
    }

    /** Everybody has left, as far as the host knows. */
    synchronized void awaitEmpty() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!members().isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("still there: " + members());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Tells every peer where every other one's UDP was seen. */
    synchronized void tellCandidates() {
        for (Peer peer : peers.values()) {
            session.roster().members().stream()
                    .filter(member -> member.link() != peer.id && peers.get(member.link()).address != null)
                    .forEach(member ->
                            peer.sendFrame(LinkCandidate.of(member.clientId(), peers.get(member.link()).address)
                                    .encode()));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            dropConnections();
        }
        udp.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                synchronized (this) {
                    Peer peer = new Peer(++lastPeer, socket);
                    peers.put(peer.id, peer);
                    peer.link.start(System.nanoTime(), peer);
                    daemon(peer::read);
                }
            }
        } catch (IOException e) {
            // Closed: the test is over.
            return;
        }
    }

    private void receive() {
        byte[] buffer = new byte[2_048];
        try {
            while (true) {
                DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
                udp.receive(datagram);
                ByteString bytes = ByteString.fromArray(Arrays.copyOf(buffer, datagram.getLength()));
                synchronized (this) {
                    relaysByUdp += Wire.magicOf(bytes) == Wire.MAGIC ? 1 : 0;
                    if (!deafOnUdp) {
                        handleDatagram((InetSocketAddress) datagram.getSocketAddress(), bytes);
                    }
                }
            }
        } catch (IOException | MalformedPacketException e) {
            if (!closed) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void handleDatagram(InetSocketAddress source, ByteString bytes) throws MalformedPacketException {
        Peer peer = bound.get(source);
        if (Wire.magicOf(bytes) != Wire.LINK_MAGIC) {
            if (peer != null) {
                session.handlePacket(System.nanoTime(), peer.id, false, bytes, new Outbox());
            }
            return;
        }
        LinkPacket packet = LinkPacket.decode(bytes);
        if (packet instanceof LinkBind bind) {
            for (Peer candidate : peers.values()) {
                if (candidate.link.token().equals(bind.token())
                        && candidate.link.handleBind(System.nanoTime(), bind.nonce())) {
                    bound.remove(candidate.address);
                    candidate.address = source;
                    bound.put(source, candidate);
                    candidate.sendDatagram(new LinkBound(bind.nonce()).encode());
                }
            }
        } else if (packet instanceof LinkPing ping && peer != null) {
            peer.sendDatagram(new LinkPong(ping.opaque()).encode());
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "scripted-host");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Outbox implements HostOutbox {
        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            Peer peer = peers.get(link);
            if (peer == null) {
                return;
            }
            if (!reliable && peer.address != null && !deafOnUdp) {
                peer.sendDatagram(packet);
            } else {
                peer.sendFrame(packet);
            }
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            Peer peer = peers.get(link);
            peer.link.reject(System.nanoTime(), code, reason, peer);
        }

        @Override
        public void event(HostEvent event) {}

        @Override
        public void dropped(long link, HostDrop reason) {}
    }

    private final class Peer implements HostLinkOutbox {
        private final long id;
        private final Socket socket;
        private final DataOutputStream out;
        private final HostLink link;
        private InetSocketAddress address;

        Peer(long id, Socket socket) throws IOException {
            this.id = id;
            this.socket = socket;
            this.out = new DataOutputStream(socket.getOutputStream());
            byte[] token = new byte[16];
            random.nextBytes(token);
            this.link = new HostLink(
                    HostLinkSettings.defaults()
                            .withCandidatesOffered(candidates)
                            .withKeepAlive(keepAlive),
                    ByteString.fromArray(token),
                    udp.getLocalPort());
        }

        void read() {
            try {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (true) {
                    byte[] frame = new byte[in.readUnsignedShort()];
                    in.readFully(frame);
                    synchronized (ScriptedHost.this) {
                        link.handleFrame(System.nanoTime(), ByteString.fromArray(frame), this);
                    }
                }
            } catch (IOException e) {
                synchronized (ScriptedHost.this) {
                    end();
                }
            }
        }

        void end() {
            peers.remove(id);
            bound.remove(address);
            session.handleLinkClosed(System.nanoTime(), id, new Outbox());
            close();
            ScriptedHost.this.notifyAll();
        }

        void sendDatagram(ByteString datagram) {
            byte[] bytes = datagram.toArray();
            try {
                udp.send(new DatagramPacket(bytes, bytes.length, address));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void sendFrame(ByteString packet) {
            try {
                out.writeShort(packet.length());
                out.write(packet.toArray());
                out.flush();
            } catch (IOException e) {
                // Its reader notices the end too.
                return;
            }
        }

        @Override
        public void join(String sessionName, String credential) {
            joins.add(sessionName + "/" + credential);
            if (refusal != null && refusal.code() != null) {
                link.reject(System.nanoTime(), refusal.code(), "by script", this);
            } else if (refusal != null) {
                HostAddress to = refusal.redirect();
                link.redirect(System.nanoTime(), new LinkRedirect(to.host(), to.port()), this);
            }
        }

        @Override
        public void deliver(ByteString packet) {
            if (link.isOpen()) {
                boolean reliable = Wire.typeCodeOf(packet) != 8;
                session.handlePacket(System.nanoTime(), id, reliable, packet, new Outbox());
            }
        }

        @Override
        public void barrier() {
            link.handleProcessed(System.nanoTime(), this);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void dropped(LinkDrop reason) {}
    }
}

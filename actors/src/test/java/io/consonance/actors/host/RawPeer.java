package io.consonance.actors.host;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.link.LinkPong;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RemoveClient;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import io.consonance.engine.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * A peer made of two blocking sockets and the codecs, so that tests can say and see any byte. What the host may answer at any
 * time, pings, it answers by itself.
 */
final class RawPeer implements AutoCloseable {
    static final CodecSettings OPUS = CodecSettings.opus(960);
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int BIND_INTERVAL_MILLIS = 250;

    final Socket tcp = new Socket();
    final DatagramSocket udp;
    private final DataInputStream in;
    private final ArrayDeque<ByteString> earlyFrames = new ArrayDeque<>();
    private final InetSocketAddress host;
    private final LinkHello hello;
    private HandshakeResponse response;
    private String name;
    private long pings;
    private long nonce;
    private int sequence;

    private RawPeer(InetSocketAddress host, int receiveBufferBytes) throws IOException {
        this.host = host;
        if (receiveBufferBytes > 0) {
            tcp.setReceiveBufferSize(receiveBufferBytes);
        }
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(PATIENCE_MILLIS);
        tcp.connect(host, PATIENCE_MILLIS);
        udp = new DatagramSocket(0, tcp.getLocalAddress());
        in = new DataInputStream(tcp.getInputStream());
        hello = next(LinkHello.class);
    }

    static RawPeer connect(VoiceHost host) {
        return connect(host.address());
    }

    static RawPeer connect(InetSocketAddress address) {
        return connect(address, 0);
    }

    /** Joined to the default session, with a system that takes little in advance. */
    static RawPeer joinedWithSmallBuffer(VoiceHost host, String name) {
        return joined(connect(host.address(), 4_096), null, name);
    }

    private static RawPeer connect(InetSocketAddress address, int receiveBufferBytes) {
        try {
            return new RawPeer(address, receiveBufferBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connected, joined to the default session, its state told. */
    static RawPeer joined(VoiceHost host, String name, String... rooms) {
        return joinedTo(host, null, name, rooms);
    }

    static RawPeer joinedAt(InetSocketAddress address, String name, String... rooms) {
        return joined(connect(address), null, name, rooms);
    }

    static RawPeer joinedTo(VoiceHost host, String session, String name, String... rooms) {
        return joined(connect(host), session, name, rooms);
    }

    private static RawPeer joined(RawPeer peer, String session, String name, String... rooms) {
        peer.send(new LinkJoin(session, null).encode());
        peer.handshake(name);
        peer.state(rooms);
        peer.settled();
        return peer;
    }

    LinkHello hello() {
        return hello;
    }

    int session() {
        return response.session();
    }

    int id() {
        return response.clientId();
    }

    HandshakeResponse handshake(String asName) {
        name = asName;
        send(new HandshakeRequest(OPUS, asName).encode());
        response = next(HandshakeResponse.class);
        return response;
    }

    void state(String... rooms) {
        send(new ClientState(session(), new ClientInfo(name, id(), OPUS), List.of(rooms)).encode());
    }

    void enter(String room) {
        send(new DeltaChannelState(session(), true, id(), room).encode());
    }

    /** One frame with its prefix. */
    void send(ByteString packet) {
        sendBytes(framed(packet));
    }

    static byte[] framed(ByteString packet) {
        byte[] bytes = new byte[2 + packet.size()];
        bytes[0] = (byte) (packet.size() >> 8);
        bytes[1] = (byte) packet.size();
        System.arraycopy(packet.toArrayUnsafe(), 0, bytes, 2, packet.size());
        return bytes;
    }

    /** Any bytes by TCP. */
    void sendBytes(byte[] bytes) {
        try {
            tcp.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, pings apart; fails at the end of TCP. */
    <T> T next(Class<T> type) {
        Object packet = next();
        if (!type.isInstance(packet)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got " + packet);
        }
        return type.cast(packet);
    }

    /** The next packet, pings apart; null at the end of TCP. */
    Object next() {
        try {
            ByteString frame = earlyFrames.isEmpty() ? readFrame() : earlyFrames.poll();
            return frame == null ? null : decoded(frame);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came by TCP", e);
        } catch (SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteString readFrame() throws IOException {
        while (true) {
            byte[] bytes;
            try {
                bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
            } catch (EOFException e) {
                return null;
            }
            ByteString frame = ByteString.fromArrayUnsafe(bytes);
            if (decoded(frame) instanceof LinkPing ping) {
                send(new LinkPong(ping.opaque()).encode());
            } else {
                return frame;
            }
        }
    }

    static boolean isPacket(ByteString bytes) {
        return Wire.magicOf(bytes) == Wire.LINK_MAGIC || Wire.magicOf(bytes) == Wire.MAGIC;
    }

    static Object decoded(ByteString packet) {
        try {
            return Wire.magicOf(packet) == Wire.LINK_MAGIC ? LinkPacket.decode(packet) : Packet.decode(packet);
        } catch (MalformedPacketException e) {
            throw new AssertionError("the host sent something unreadable", e);
        }
    }

    /** Everything that came until the host had processed all that was sent. */
    List<Object> settled() {
        long opaque = 1_000 + pings++;
        send(new LinkPing(opaque).encode());
        List<Object> before = new ArrayList<>();
        while (true) {
            Object packet = next();
            if (packet instanceof LinkPong pong && pong.opaque() == opaque) {
                return before;
            }
            if (packet == null) {
                throw new AssertionError("the host ended the connection, after " + before);
            }
            before.add(packet);
        }
    }

    /** Reads to the end of TCP and gives the reject that came last. */
    LinkReject rejected() {
        Object last = null;
        for (Object packet = next(); packet != null; packet = next()) {
            last = packet;
        }
        if (last instanceof LinkReject reject) {
            return reject;
        }
        throw new AssertionError("expected a LinkReject and the end of TCP, got " + last);
    }

    /** Reads until a RemoveClient came. */
    void untilRemoved() {
        Object packet = next();
        while (!(packet instanceof RemoveClient)) {
            packet = next();
        }
    }

    /** Everything that is still to come until the end of TCP. */
    List<Object> untilEnd() {
        List<Object> packets = new ArrayList<>();
        for (Object packet = next(); packet != null; packet = next()) {
            packets.add(packet);
        }
        return packets;
    }

    /** Binds UDP as the link says: again and again until it is bound. */
    RawPeer bound() {
        bind(udp);
        return this;
    }

    void bind(DatagramSocket socket) {
        for (int i = 0; i < 40; i++) {
            long offered = ++nonce;
            sendFrom(socket, new LinkBind(hello.token(), offered).encode());
            if (receive(socket, BIND_INTERVAL_MILLIS) instanceof LinkBound bound && bound.nonce() == offered) {
                return;
            }
        }
        throw new AssertionError("no LinkBound came");
    }

    LinkBind bindPacket(long withNonce) {
        return new LinkBind(hello.token(), withNonce);
    }

    void sendUdp(ByteString packet) {
        sendFrom(udp, packet);
    }

    void sendFrom(DatagramSocket socket, ByteString packet) {
        byte[] bytes = packet.toArrayUnsafe();
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, host.getAddress(), host.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next datagram, or null when none comes for so long. */
    Object receive(int millis) {
        return receive(udp, millis);
    }

    /** The next datagram. */
    <T> T received(Class<T> type) {
        Object packet = receive(PATIENCE_MILLIS);
        if (!type.isInstance(packet)) {
            throw new AssertionError("expected " + type.getSimpleName() + " by UDP, got " + packet);
        }
        return type.cast(packet);
    }

    static Object receive(DatagramSocket socket, int millis) {
        DatagramPacket datagram = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.setSoTimeout(millis);
            socket.receive(datagram);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return decoded(ByteString.fromArray(Arrays.copyOf(datagram.getData(), datagram.getLength())));
    }

    /** All that came by UDP before the answer to a ping sent now. */
    List<Object> settledUdp() {
        long opaque = 1_000_000 + pings++;
        List<Object> before = new ArrayList<>();
        sendUdp(new LinkPing(opaque).encode());
        while (true) {
            Object packet = receive(PATIENCE_MILLIS);
            if (packet == null) {
                throw new AssertionError("no pong by UDP, after " + before);
            }
            if (packet instanceof LinkPong pong && pong.opaque() == opaque) {
                return before;
            }
            before.add(packet);
        }
    }

    /** A voice packet of this peer. */
    VoiceData voice(String audio) {
        return voice(id(), audio);
    }

    VoiceData voice(int senderId, String audio) {
        return new VoiceData(
                session(), senderId, VoiceOptions.encode(0), sequence++, List.of(), ByteString.fromString(audio));
    }

    /** A relay of it to these clients. */
    ByteString relay(Packet inner, Integer... destinations) {
        return new ServerRelay(false, session(), List.of(destinations), inner.encode()).encode();
    }

    ByteString reliableRelay(Packet inner, Integer... destinations) {
        return new ServerRelay(true, session(), List.of(destinations), inner.encode()).encode();
    }

    InetAddress address() {
        return tcp.getLocalAddress();
    }

    /** Ends TCP as a peer that leaves does. */
    void leave() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends TCP without a goodbye. */
    void reset() {
        try {
            tcp.setSoLinger(true, 0);
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(int... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(values).forEach(bytes::write);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        udp.close();
        leave();
    }
}

package io.consonance.benchmarks.relay;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * The peers of one session at one relay, each with a bound socket, and the packet each of them sends to all others. The last
 * eight bytes of every packet are free for the time it was meant to be sent.
 */
final class PeerGroup implements AutoCloseable {

    /** A voice packet with one channel and this much audio is 90 bytes. */
    private static final int AUDIO_BYTES = 70;

    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final int BIND_ATTEMPTS = 40;
    private static final long BIND_WAIT_NANOS = 250_000_000;

    final DatagramChannel[] sockets;
    final ByteBuffer[] packets;
    final int[] ports;
    private final List<TcpLink> links = new ArrayList<>();

    /** Joins {@code fanOut + 1} peers. */
    PeerGroup(InetSocketAddress relay, boolean byTcp, int fanOut) throws IOException, MalformedPacketException {
        int peers = fanOut + 1;
        sockets = new DatagramChannel[peers];
        packets = new ByteBuffer[peers];
        ports = new int[peers];
        int session = 1_000 + fanOut;
        int[] ids = new int[peers];
        for (int i = 0; i < peers; i++) {
            sockets[i] = open(relay);
            ports[i] = ((InetSocketAddress) sockets[i].getLocalAddress()).getPort();
            ByteString token;
            if (byTcp) {
                TcpLink link = new TcpLink(relay, "bench-" + fanOut, "peer-" + i);
                links.add(link);
                token = link.token();
                session = link.session();
                ids[i] = link.clientId();
            } else {
                ids[i] = i + 1;
                token = ByteString.fromArray(
                        ByteBuffer.allocate(16).putInt(session).putInt(ids[i]).array());
            }
            bind(sockets[i], token);
        }
        for (int i = 0; i < peers; i++) {
            packets[i] = packet(session, ids, i);
        }
    }

    private static DatagramChannel open(InetSocketAddress relay) throws IOException {
        DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .connect(relay);
        socket.configureBlocking(false);
        return socket;
    }

    private static void bind(DatagramChannel socket, ByteString token) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(64);
        for (int nonce = 1; nonce <= BIND_ATTEMPTS; nonce++) {
            socket.write(new LinkBind(token, nonce).encode().asByteBuffer());
            long end = System.nanoTime() + BIND_WAIT_NANOS;
            while (System.nanoTime() < end) {
                if (socket.read(answer.clear()) > 0) {
                    return;
                }
                Thread.onSpinWait();
            }
        }
        throw new IOException("a relay did not bind a peer's address within 10 s");
    }

    private static ByteBuffer packet(int session, int[] ids, int sender) {
        int[] others = new int[ids.length - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = ids[(sender + 1 + i) % ids.length];
        }
        VoiceData voice = new VoiceData(
                session,
                ids[sender],
                VoiceOptions.encode(0),
                0,
                List.of(new VoiceChannel(1, 500)),
                ByteString.fromArray(new byte[AUDIO_BYTES]));
        ByteString packet = ServerRelayFlyweight.encode(false, session, others, 0, others.length, voice.encode());
        ByteBuffer direct = ByteBuffer.allocateDirect(packet.length());
        packet.copyToBuffer(direct);
        return direct.flip();
    }

    /** To be called every few seconds while the group waits for its turn. */
    void keepAlive() throws IOException {
        for (TcpLink link : links) {
            link.keepAlive();
        }
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel socket : sockets) {
            socket.close();
        }
        for (TcpLink link : links) {
            link.close();
        }
    }
}

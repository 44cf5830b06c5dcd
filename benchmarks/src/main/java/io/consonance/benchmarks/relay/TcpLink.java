package io.consonance.benchmarks.relay;

import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkJoin;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.link.LinkPing;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.Wire;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** A peer's TCP: joins a session, and from then on only says that it is there. One thread at a time. */
final class TcpLink implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final CodecSettings OPUS = CodecSettings.opus(960);

    private final Socket socket = new Socket();
    private final LinkHello hello;
    private final HandshakeResponse response;

    TcpLink(InetSocketAddress host, String session, String name) throws IOException, MalformedPacketException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(host, PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        hello = (LinkHello) LinkPacket.decode(frame(in));
        write(new LinkJoin(session, null).encode());
        write(new HandshakeRequest(OPUS, name).encode());
        response = response(in);
        write(new ClientState(response.session(), new ClientInfo(name, response.clientId(), OPUS), List.of("Lobby"))
                .encode());
    }

    private static HandshakeResponse response(DataInputStream in) throws IOException, MalformedPacketException {
        while (true) {
            ByteString frame = frame(in);
            if (Wire.magicOf(frame) == Wire.LINK_MAGIC) {
                if (LinkPacket.decode(frame) instanceof io.consonance.engine.link.LinkReject reject) {
                    throw new IOException("the host refused a peer: " + reject);
                }
            } else if (Packet.decode(frame) instanceof HandshakeResponse answer) {
                return answer;
            }
        }
    }

    private static ByteString frame(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        return ByteString.fromArray(bytes);
    }

    private void write(ByteString packet) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 + packet.length());
        frame.putShort((short) packet.length());
        packet.copyToBuffer(frame);
        OutputStream out = socket.getOutputStream();
        out.write(frame.array());
    }

    ByteString token() {
        return hello.token();
    }

    int session() {
        return response.session();
    }

    int clientId() {
        return response.clientId();
    }

    /** Pings, and throws away what has come. */
    void keepAlive() throws IOException {
        write(new LinkPing(1).encode());
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

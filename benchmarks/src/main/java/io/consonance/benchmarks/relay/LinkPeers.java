package io.consonance.benchmarks.relay;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Peers that speak the link. Who has them by TCP keeps them alive. */
final class LinkPeers implements Peers {

    private final InetSocketAddress relay;
    private final List<ByteString> tokens = new ArrayList<>();
    private final List<ByteString> packets = new ArrayList<>();
    private final List<TcpLink> links = new ArrayList<>();

    /** Joins {@code fanOut + 1} peers; without TCP their tokens say who they are. */
    LinkPeers(InetSocketAddress relay, boolean byTcp, int fanOut) throws IOException, MalformedPacketException {
        this.relay = relay;
        int session = 1_000 + fanOut;
        int[] ids = new int[fanOut + 1];
        for (int i = 0; i < ids.length; i++) {
            if (byTcp) {
                TcpLink link = new TcpLink(relay, "bench-" + fanOut, "peer-" + i);
                links.add(link);
                tokens.add(link.token());
                session = link.session();
                ids[i] = link.clientId();
            } else {
                ids[i] = i + 1;
                tokens.add(ByteString.fromArray(
                        ByteBuffer.allocate(16).putInt(session).putInt(ids[i]).array()));
            }
        }
        for (int i = 0; i < ids.length; i++) {
            packets.add(packet(session, ids, i));
        }
    }

    private static ByteString packet(int session, int[] ids, int sender) {
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
        return ServerRelayFlyweight.encode(false, session, others, 0, others.length, voice.encode());
    }

    @Override
    public InetSocketAddress relay() {
        return relay;
    }

    @Override
    public int count() {
        return packets.size();
    }

    @Override
    public ByteString bind(int peer, int nonce) {
        return new LinkBind(tokens.get(peer), nonce).encode();
    }

    @Override
    public ByteString packet(int peer) {
        return packets.get(peer);
    }

    @Override
    public void keepAlive() throws IOException {
        for (TcpLink link : links) {
            link.keepAlive();
        }
    }

    @Override
    public void close() throws IOException {
        for (TcpLink link : links) {
            link.close();
        }
    }
}

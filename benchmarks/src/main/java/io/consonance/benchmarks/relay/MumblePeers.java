package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.util.ByteString;

/** Peers in one channel of a Mumble server. They bind with Mumble's UDP ping and talk in its Opus packets, the same audio as others. */
final class MumblePeers implements Peers {

    private static final byte PING = 1 << 5;
    private static final byte OPUS_TO_CHANNEL = (byte) (4 << 5);
    private static final byte NUMBER_OF_FOUR_BYTES = (byte) 0xF0;

    private final InetSocketAddress server;
    private final List<MumbleLink> links = new ArrayList<>();
    private final ByteString packet = packet();

    /** Joins {@code fanOut + 1} peers in a channel of their own. */
    MumblePeers(InetSocketAddress server, String adminPassword, int fanOut) throws IOException {
        this.server = server;
        int channel;
        try (MumbleLink admin = new MumbleLink(server, "SuperUser", adminPassword)) {
            channel = admin.makeChannel("bench-" + fanOut);
        }
        try {
            for (int i = 0; i <= fanOut; i++) {
                MumbleLink link = new MumbleLink(server, "peer-" + fanOut + "-" + i, "");
                links.add(link);
                link.enter(channel);
            }
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    /** Not zeros: Mumble's countermeasure against forged packets refuses some that end with them. */
    private static ByteString packet() {
        byte[] audio = new byte[AUDIO_BYTES];
        new Random(1).nextBytes(audio);
        return ByteString.fromArray(ByteBuffer.allocate(3 + AUDIO_BYTES)
                .put(OPUS_TO_CHANNEL)
                .put((byte) 0)
                .put((byte) AUDIO_BYTES)
                .put(audio)
                .array());
    }

    @Override
    public InetSocketAddress relay() {
        return server;
    }

    @Override
    public int count() {
        return links.size();
    }

    @Override
    public ByteString bind(int peer, int nonce) {
        return ByteString.fromArray(ByteBuffer.allocate(6)
                .put(PING)
                .put(NUMBER_OF_FOUR_BYTES)
                .putInt(nonce)
                .array());
    }

    @Override
    public ByteString packet(int peer) {
        return packet;
    }

    @Override
    public Optional<ByteString> seal(int peer) {
        return Optional.of(links.get(peer).seal());
    }

    /** The server is configured to have patience. */
    @Override
    public void keepAlive() {}

    @Override
    public void close() throws IOException {
        for (MumbleLink link : links) {
            link.close();
        }
    }
}

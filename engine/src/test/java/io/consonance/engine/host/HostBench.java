package io.consonance.engine.host;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.DeltaChannelState;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.util.ByteString;

/** One session in virtual time with what its clients may say to it. */
final class HostBench {

    static final int SESSION = 0x01020304;
    static final long SECOND = 1_000_000_000L;
    static final CodecSettings CODEC = CodecSettings.opus(960);
    static final HostSettings SEPARATE = HostSettings.defaults().withHandshakeState(HandshakeState.SEPARATE);

    final HostSession session;
    final RecordingOutbox out = new RecordingOutbox();
    long nowNanos = 0;

    HostBench(HostSettings settings) {
        session = new HostSession(SESSION, settings);
    }

    /** A session that ran elsewhere; what it did at once is forgotten. */
    HostBench(HostSettings settings, SavedSession saved, Duration grace) {
        session = new HostSession(saved.sessionId(), settings);
        session.restore(nowNanos, saved, grace, out);
        forget();
    }

    void advance(Duration time) {
        nowNanos += time.toNanos();
        if (session.wakeAtNanos() <= nowNanos) {
            session.handleWake(nowNanos, out);
        }
    }

    void receive(long link, Packet packet) {
        receive(link, packet.encode());
    }

    void receive(long link, ByteString packet) {
        session.handlePacket(nowNanos, link, true, packet, out);
    }

    void receiveUnreliably(long link, ByteString packet) {
        session.handlePacket(nowNanos, link, false, packet, out);
    }

    /** A complete join; what was sent meanwhile is forgotten. Returns the id given. */
    int join(long link, String name, String... rooms) {
        handshake(link, name);
        int clientId = session.roster().memberAt(link).clientId();
        receive(link, state(clientId, name, rooms));
        forget();
        return clientId;
    }

    void handshake(long link, String name) {
        receive(link, new HandshakeRequest(CODEC, name));
    }

    void closeLink(long link) {
        session.handleLinkClosed(nowNanos, link, out);
    }

    void forget() {
        out.takeSent();
        out.takeDropped();
        out.takeEvents();
        out.takeRejected();
    }

    List<HostDrop> takeDrops() {
        return out.takeDropped().stream().map(RecordingOutbox.Dropped::reason).toList();
    }

    static ClientState state(int clientId, String name, String... rooms) {
        return new ClientState(SESSION, new ClientInfo(name, clientId, CODEC), List.of(rooms));
    }

    static DeltaChannelState delta(boolean joined, int clientId, String room) {
        return new DeltaChannelState(SESSION, joined, clientId, room);
    }

    static ByteString voice(int senderId) {
        ByteString audio = ByteString.fromArrayUnsafe(new byte[60]);
        return new VoiceData(SESSION, senderId, 0x80, 1, List.of(new VoiceChannel(0x8001, 30506)), audio).encode();
    }

    static ByteString text(int senderId, String text) {
        return new TextData(SESSION, RecipientType.ROOM, senderId, 30506, text).encode();
    }

    static ServerRelay relay(boolean reliable, ByteString inner, int... destinations) {
        return new ServerRelay(
                reliable, SESSION, IntStream.of(destinations).boxed().toList(), inner);
    }
}

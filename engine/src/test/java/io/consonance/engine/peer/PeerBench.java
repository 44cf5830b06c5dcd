package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.ServerRelay;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** One peer under test, named "me", with what came out of it and a clock that the test moves. */
final class PeerBench implements PeerOutbox {

    static final int SESSION = 0x01020304;
    static final int MY_ID = 0;
    static final CodecSettings CODEC = CodecSettings.opus(960);
    static final ByteString AUDIO = ByteString.fromArray(new byte[] {1, 2, 3});

    record Sent(Packet packet, boolean reliable) {}

    record SentDirect(long link, Packet packet, boolean reliable) {}

    final PeerSession peer;
    final List<Sent> sent = new ArrayList<>();
    final List<SentDirect> sentDirect = new ArrayList<>();
    final List<PeerEvent> events = new ArrayList<>();
    final List<PeerDrop> drops = new ArrayList<>();
    long nowNanos = 5_000_000_000L;

    PeerBench() {
        this(PeerSettings.of("me", CODEC));
    }

    PeerBench(PeerSettings settings) {
        peer = new PeerSession(settings);
    }

    /** A peer with id 0 in a session with these players, who have ids from 1 on; everything up to here forgotten. */
    static PeerBench joined(String... others) {
        PeerBench bench = new PeerBench();
        bench.join(others);
        return bench;
    }

    void join(String... others) {
        peer.handleConnected(nowNanos, this);
        receive(HandshakeResponse.withoutLists(SESSION, MY_ID));
        state(MY_ID, "me");
        for (int i = 0; i < others.length; i++) {
            state(i + 1, others[i]);
        }
        forget();
    }

    void state(int clientId, String name, String... rooms) {
        receive(new ClientState(SESSION, new ClientInfo(name, clientId, CODEC), List.of(rooms)));
    }

    void receive(Packet packet) {
        peer.handlePacket(nowNanos, packet.encode(), this);
    }

    void receiveDirect(long link, Packet packet) {
        peer.handleDirectPacket(nowNanos, link, packet.encode(), this);
    }

    /** Lets time pass with all the wake-ups that the peer asks for. */
    void pass(long nanos) {
        long end = nowNanos + nanos;
        while (peer.wakeAtNanos() <= end) {
            nowNanos = Math.max(nowNanos, peer.wakeAtNanos());
            peer.handleWake(nowNanos, this);
        }
        nowNanos = end;
    }

    void passMillis(long millis) {
        pass(millis * 1_000_000);
    }

    void joinRoom(String room) {
        peer.joinRoom(nowNanos, room, this);
    }

    /** One frame; the voice packet that went out, or null. */
    VoiceData speak() {
        int before = sent.size();
        peer.sendVoice(nowNanos, AUDIO, this);
        return sent.size() == before ? null : voiceIn(sent.get(before).packet());
    }

    int openRoom(String room) {
        return peer.openRoomChannel(room, new ChannelOptions(ChannelPriority.DEFAULT, 1f, false));
    }

    int openPlayer(String player) {
        return peer.openPlayerChannel(player, new ChannelOptions(ChannelPriority.DEFAULT, 1f, false));
    }

    /** Destinations of the last packet relayed. */
    List<Integer> destinations() {
        return ((ServerRelay) sent.get(sent.size() - 1).packet()).destinations();
    }

    void forget() {
        sent.clear();
        sentDirect.clear();
        events.clear();
        drops.clear();
    }

    List<PeerEvent> takeEvents() {
        List<PeerEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    List<PeerDrop> takeDrops() {
        List<PeerDrop> taken = List.copyOf(drops);
        drops.clear();
        return taken;
    }

    List<Packet> takePackets() {
        List<Packet> taken = sent.stream().map(Sent::packet).toList();
        sent.clear();
        return taken;
    }

    static VoiceData voiceIn(Packet relay) {
        return (VoiceData) decode(((ServerRelay) relay).inner());
    }

    static Packet decode(ByteString packet) {
        try {
            return Packet.decode(packet);
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        }
    }

    /** A voice packet of an up-to-date sender. */
    static VoiceData voice(int senderId, int channelSession, int sequence, VoiceChannel... channels) {
        return new VoiceData(
                SESSION, senderId, VoiceOptions.encode(channelSession), sequence, Arrays.asList(channels), AUDIO);
    }

    static VoiceChannel toRoom(String room) {
        return toRoom(room, false, 0);
    }

    static VoiceChannel closingToRoom(String room) {
        return toRoom(room, true, 0);
    }

    static VoiceChannel toRoom(String room, boolean closing, int session) {
        return new VoiceChannel(
                ChannelBitfield.encode(true, session, ChannelPriority.DEFAULT, 1f, false, closing), RoomId.of(room));
    }

    static VoiceChannel toPlayer(int clientId) {
        return new VoiceChannel(ChannelBitfield.encode(false, 0, ChannelPriority.DEFAULT, 1f, false, false), clientId);
    }

    @Override
    public void sendToHost(ByteString packet, boolean reliable) {
        sent.add(new Sent(decode(packet), reliable));
    }

    @Override
    public void sendDirect(long directLink, ByteString packet, boolean reliable) {
        sentDirect.add(new SentDirect(directLink, decode(packet), reliable));
    }

    @Override
    public void event(PeerEvent event) {
        events.add(event);
    }

    @Override
    public void dropped(PeerDrop reason) {
        drops.add(reason);
    }
}

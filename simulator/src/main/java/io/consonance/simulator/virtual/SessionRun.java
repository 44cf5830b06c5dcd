package io.consonance.simulator.virtual;

import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.PeerSession;
import io.consonance.engine.peer.PeerSettings;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.talk.P59Conversation;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import io.consonance.simulator.talk.Talkspurt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * One session from the first connection to the last frame played: the host machine, its peers, and the events between
 * them. Everything it draws comes from streams named after the peers and rooms, so the result depends on nothing but
 * the settings. Not thread-safe; one owner.
 */
final class SessionRun implements HostOutbox {

    /** Time around joins in which no delivery is demanded. */
    static final Duration SETTLE = Duration.ofSeconds(1);

    /** When the talk begins: everybody has joined and the roster is known to all, even behind a satellite. */
    private static final long TALK_BEGIN_NANOS = 6_000_000_000L;

    private static final long JOIN_SPREAD_NANOS = 2_000_000_000L;
    /** What is in flight when the talk ends arrives and is played. */
    private static final long AFTERWARDS_NANOS = 3_000_000_000L;

    private static final int SHARED_PACKETS_PER_PEER = 4;

    private final VirtualSettings settings;
    private EventQueue events = new EventQueue();
    private final HostSession host;
    private final VirtualPeer[] peers;
    private final int firstPeer;
    private final int firstRoom;
    private final Map<String, Integer> peerByName = new HashMap<>();
    private final TalkPlan plan;
    private final Measurement measurement;
    private final HearingLog log;
    private final ByteString payload;
    private int speaker = -1;
    private int sequence;
    private long intendedNanos;
    private long controlPackets;
    private long controlPacketsArrived;
    private long drops;

    SessionRun(VirtualSettings settings, Partition partition, int index, RandomStreams random) {
        this.settings = settings;
        RoomLayout layout = partition.layout(index);
        firstPeer = partition.firstPeer(index);
        firstRoom = partition.firstRoom(index);
        plan = plan(settings, layout, firstRoom, random);
        measurement = new Measurement(plan, settings.duration(), 0);
        measurement.begin(TALK_BEGIN_NANOS);
        // one more second for what is played after the end
        log = new HearingLog(
                TALK_BEGIN_NANOS,
                Math.toIntExact(settings.duration().plusMillis(999).toSeconds()) + 1);
        payload = ByteString.fromArrayUnsafe(new byte[settings.payloadBytes()]);
        host = new HostSession(
                1 + random.stream("session", index).nextInt(Integer.MAX_VALUE - 2), HostSettings.defaults());
        peers = new VirtualPeer[layout.peers()];
        SharedPackets decoder = new SharedPackets(SHARED_PACKETS_PER_PEER * layout.peers());
        for (int peer = 0; peer < peers.length; peer++) {
            peers[peer] = newPeer(peer, layout, decoder, random);
        }
    }

    /** Runs everything. */
    SessionOutcome run() {
        for (int peer = 0; peer < peers.length; peer++) {
            events.add(JOIN_SPREAD_NANOS * peer / peers.length, EventQueue.CONNECT, peer);
        }
        runUntil(TALK_BEGIN_NANOS - 1);
        long endNanos = TALK_BEGIN_NANOS + settings.duration().toNanos() + AFTERWARDS_NANOS;
        RoomLayout layout = plan.layout();
        if (isRosterSettled()) {
            // nothing passes between rooms any more: one after the other, each stays in the processor's cache
            for (int room = 0; room < layout.rooms(); room++) {
                events = new EventQueue();
                for (int slot = 0; slot < layout.membersOf(room); slot++) {
                    begin(layout.firstPeer(room) + slot, true);
                }
                runUntil(endNanos);
            }
        } else {
            for (int peer = 0; peer < peers.length; peer++) {
                begin(peer, false);
            }
            runUntil(endNanos);
        }
        return outcome(endNanos);
    }

    /** Whether everybody has joined and no news are under way. */
    private boolean isRosterSettled() {
        for (VirtualPeer peer : peers) {
            if (!peer.presence.inside()) {
                return false;
            }
        }
        return controlPackets == controlPacketsArrived;
    }

    private void begin(int peer, boolean inNewQueue) {
        long due = peers[peer].speech.dueNanos();
        if (due < settings.duration().toNanos()) {
            events.add(TALK_BEGIN_NANOS + due, EventQueue.SPEAK, peer);
        }
        if (inNewQueue && peers[peer].wakesAtNanos != Long.MAX_VALUE) {
            events.add(peers[peer].wakesAtNanos, EventQueue.WAKE, peer);
        }
    }

    private void runUntil(long nanos) {
        while (events.nextNanos() <= nanos) {
            events.take();
            handle(events.nowNanos(), events.peer());
        }
    }

    private SessionOutcome outcome(long endNanos) {
        PairTotals pairs = new PairTotals(settings);
        LinkTotals links = new LinkTotals();
        links.addControl(controlPackets, drops);
        int joined = 0;
        for (int listener = 0; listener < peers.length; listener++) {
            VirtualPeer peer = peers[listener];
            joined += peer.presence.inside() ? 1 : 0;
            links.add(peer.up, peer.down);
            int room = plan.layout().roomOf(listener);
            for (int slot = 0; slot < plan.layout().membersOf(room); slot++) {
                Hearing hearing = peer.hearing(slot);
                if (hearing != null) {
                    hearing.playUntil(endNanos);
                    pairs.add(
                            firstRoom + room,
                            firstPeer + plan.layout().firstPeer(room) + slot,
                            firstPeer + listener,
                            hearing);
                }
            }
        }
        return new SessionOutcome(
                firstRoom,
                joined,
                plan,
                measurement.tally(TALK_BEGIN_NANOS, settings.duration(), SETTLE),
                measurement.latency().snapshotMicros(),
                measurement.sent().perSecond(),
                measurement.delivered().perSecond(),
                log,
                pairs,
                links);
    }

    @Override
    public void send(long link, ByteString packet, boolean reliable) {
        int peer = (int) link;
        Impairment down = peers[peer].down;
        if (reliable) {
            controlPackets++;
            events.add(down.reliableArrivalNanos(nowNanos()), EventQueue.AT_PEER, peer, -1, 0, 0, packet);
            return;
        }
        int copies = down.offer(nowNanos(), packet.length());
        for (int copy = 0; copy < copies; copy++) {
            events.add(down.arrivalNanos(copy), EventQueue.AT_PEER, peer, speaker, sequence, intendedNanos, packet);
        }
    }

    @Override
    public void reject(long link, RejectCode code, String reason) {
        drops++;
    }

    @Override
    public void event(HostEvent event) {
        // rosters are read from the peers, who are the ones that matter
    }

    @Override
    public void dropped(long link, HostDrop reason) {
        drops++;
    }

    void sendToHost(int peer, Impairment up, ByteString packet, boolean reliable) {
        if (reliable) {
            controlPackets++;
            events.add(up.reliableArrivalNanos(nowNanos()), EventQueue.AT_HOST, peer, -1, 0, 0, packet);
            return;
        }
        int copies = up.offer(nowNanos(), packet.length());
        for (int copy = 0; copy < copies; copy++) {
            events.add(up.arrivalNanos(copy), EventQueue.AT_HOST, peer, peer, sequence, intendedNanos, packet);
        }
    }

    void countDrop() {
        drops++;
    }

    long nowNanos() {
        return events.nowNanos();
    }

    /** Whose frame is being carried. */
    int currentSpeaker() {
        return speaker;
    }

    int currentSequence() {
        return sequence;
    }

    long currentIntendedNanos() {
        return intendedNanos;
    }

    int peerNamed(String name) {
        return peerByName.get(name);
    }

    boolean corrects() {
        return settings.corrects();
    }

    long frameNanos() {
        return settings.frame().toNanos();
    }

    HearingLog log() {
        return log;
    }

    private void handle(long nowNanos, int index) {
        VirtualPeer peer = peers[index];
        speaker = events.speaker();
        sequence = events.sequence();
        intendedNanos = events.dueNanos();
        switch (events.kind()) {
            case EventQueue.CONNECT -> peer.connect(nowNanos);
            case EventQueue.SPEAK -> speak(nowNanos, index, peer);
            case EventQueue.AT_HOST -> {
                controlPacketsArrived += speaker < 0 ? 1 : 0;
                // control packets are the reliable ones; they carry nobody's frame
                host.handlePacket(nowNanos, index, speaker < 0, events.packet(), this);
                return;
            }
            case EventQueue.AT_PEER -> peer.session.handlePacket(nowNanos, events.packet(), peer);
            default -> {
                peer.wakesAtNanos = Long.MAX_VALUE;
                peer.session.handleWake(nowNanos, peer);
            }
        }
        long wakeAt = peer.session.wakeAtNanos();
        if (wakeAt < peer.wakesAtNanos) {
            peer.wakesAtNanos = wakeAt;
            events.add(Math.max(wakeAt, nowNanos), EventQueue.WAKE, index);
        }
    }

    private void speak(long nowNanos, int index, VirtualPeer peer) {
        SpeechCursor speech = peer.speech;
        sequence = speech.sequence();
        intendedNanos = nowNanos;
        measurement.sent().count(nowNanos);
        peer.speak(nowNanos, payload, speech.closes());
        speech.advance();
        long due = speech.dueNanos();
        if (due < settings.duration().toNanos()) {
            events.add(TALK_BEGIN_NANOS + due, EventQueue.SPEAK, index);
        }
    }

    private VirtualPeer newPeer(int peer, RoomLayout layout, SharedPackets decoder, RandomStreams random) {
        int number = firstPeer + peer;
        String name = peerName(number);
        int room = layout.roomOf(peer);
        peerByName.put(name, peer);
        return new VirtualPeer(
                this,
                peer,
                name,
                roomName(firstRoom + room),
                new PeerSession(PeerSettings.of(name, CodecSettings.opus(settings.frameSamples())), decoder),
                new Impairment(settings.network().up(), random.stream("up", number), TALK_BEGIN_NANOS),
                new Impairment(settings.network().down(), random.stream("down", number), TALK_BEGIN_NANOS),
                new SpeechCursor(plan.speaker(peer)),
                measurement.listener(peer),
                measurement.presence(peer),
                layout.firstPeer(room),
                layout.membersOf(room),
                random.stream("sound card", number).nextLong(settings.frame().toNanos()));
    }

    static String roomName(int room) {
        return "room-" + (room + 1);
    }

    static String peerName(int peer) {
        return "peer-" + (peer + 1);
    }

    private static TalkPlan plan(VirtualSettings settings, RoomLayout layout, int firstRoom, RandomStreams random) {
        List<List<Talkspurt>> rooms = new ArrayList<>(layout.rooms());
        for (int room = 0; room < layout.rooms(); room++) {
            rooms.add(new P59Conversation(layout.membersOf(room), random.stream("talk", firstRoom + room))
                    .talk(settings.duration().toNanos()));
        }
        return TalkPlan.of(layout, settings.frame(), rooms);
    }
}

package io.consonance.simulator.virtual;

import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.SharedPackets;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.network.Impairment;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.signal.Ear;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import io.consonance.simulator.talk.TalkPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
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
    static final long AFTERWARDS_NANOS = 3_000_000_000L;

    /** How far a room's speakers and the host run ahead of its listeners, who have no influence on them. */
    private static final long LOOK_AHEAD_NANOS = 250_000_000L;

    private static final int SHARED_PACKETS_PER_PEER = 4;

    private final Scenario scenario;
    private final SessionPlan session;
    private EventQueue events = new EventQueue();
    /** What reaches each listener of the room that is run, if one is run by itself; null while all share one queue. */
    private Arrivals[] arrivals;

    private final Connections connections;
    private final VirtualPeer[] peers;
    private final Map<String, Integer> peerByName = new HashMap<>();
    private final TalkPlan plan;
    private final Measurement measurement;
    /** What the listeners of each group hear. */
    private final HearingLog[] logs;

    private final SpokenRooms spokenRooms;
    /** What the speakers of each group say. */
    private final ByteString[] payloads;

    private final boolean[] corrects;
    private final Decoding decoding;

    private final long durationNanos;
    /** The frame that is being carried; null for everything else that happens. */
    private SpokenFrame frame;

    private long nowNanos;
    /** What is done of the talk and after it, added up for every peer; for progress. */
    private final LongAdder peerMillis;

    private long controlPackets;
    private long controlPacketsArrived;
    private long drops;

    SessionRun(
            Scenario scenario,
            SessionPlan session,
            int index,
            RandomStreams random,
            Decoding decoding,
            LongAdder peerMillis) {
        this.peerMillis = peerMillis;
        this.scenario = scenario;
        this.session = session;
        this.decoding = decoding;
        durationNanos = scenario.duration().toNanos();
        plan = session.talk();
        measurement = Measurement.owned(plan, session.circles(), session.rooms(), scenario.duration());
        measurement.begin(TALK_BEGIN_NANOS);
        // one more second for what is played after the end
        int seconds = Math.toIntExact(scenario.duration().plusMillis(999).toSeconds()) + 1;
        int groups = scenario.groups().size();
        logs = new HearingLog[groups];
        payloads = new ByteString[groups];
        for (int group = 0; group < groups; group++) {
            logs[group] = new HearingLog(TALK_BEGIN_NANOS, seconds);
            int bytes = scenario.groups().get(group).codec().payloadBytes();
            payloads[group] = ByteString.fromArrayUnsafe(new byte[bytes]);
        }
        peers = new VirtualPeer[plan.layout().peers()];
        spokenRooms = new SpokenRooms(peers.length);
        SharedPackets decoder = new SharedPackets(SHARED_PACKETS_PER_PEER * peers.length);
        corrects = new boolean[peers.length];
        for (int peer = 0; peer < peers.length; peer++) {
            corrects[peer] = session.group(peer).codec().corrects();
            peerByName.put(session.peerName(peer), peer);
            spokenRooms.begins(peer, session.firstRoomOf(peer));
            peers[peer] = VirtualPeer.of(this, session, peer, decoder, measurement, random, TALK_BEGIN_NANOS);
        }
        connections = new Connections(session, peers, this, index, TALK_BEGIN_NANOS, random);
    }

    /** Runs everything. */
    SessionOutcome run() {
        for (int peer = 0; peer < peers.length; peer++) {
            if (session.arrivalNanos(peer) == 0) {
                events.add(JOIN_SPREAD_NANOS * peer / peers.length, EventQueue.CONNECT, peer);
            }
        }
        runUntil(TALK_BEGIN_NANOS - 1);
        long endNanos = TALK_BEGIN_NANOS + durationNanos + AFTERWARDS_NANOS;
        RoomLayout layout = plan.layout();
        if (session.isSettled() && isRosterSettled()) {
            // nothing passes between rooms any more
            arrivals = new Arrivals[peers.length];
            for (int room = 0; room < layout.rooms(); room++) {
                runRoom(layout, room, endNanos);
            }
        } else {
            for (int peer = 0; peer < peers.length; peer++) {
                begin(peer);
            }
            connections.schedule(events);
            for (long nanos = TALK_BEGIN_NANOS; nanos <= endNanos; nanos += LOOK_AHEAD_NANOS) {
                runUntil(Math.min(endNanos, nanos + LOOK_AHEAD_NANOS - 1));
                peerMillis.add(peers.length * LOOK_AHEAD_NANOS / 1_000_000);
            }
        }
        LinkTotals links = new LinkTotals();
        links.addControl(controlPackets, drops);
        for (VirtualPeer peer : peers) {
            links.add(peer.up, peer.down);
            peer.end(endNanos);
        }
        return SessionOutcome.of(
                scenario,
                session,
                peers,
                measurement,
                measurement.tally(TALK_BEGIN_NANOS, scenario.duration(), SETTLE),
                logs,
                links);
    }

    /** Speakers and host first, then each listener by itself: what one of them needs stays in the processor's cache. */
    private void runRoom(RoomLayout layout, int room, long endNanos) {
        events = new EventQueue();
        int first = layout.firstPeer(room);
        int end = first + layout.membersOf(room);
        for (int peer = first; peer < end; peer++) {
            arrivals[peer] = new Arrivals();
            begin(peer);
        }
        connections.scheduleFor(layout, room, events);
        for (long nanos = TALK_BEGIN_NANOS; nanos <= endNanos; nanos += LOOK_AHEAD_NANOS) {
            long until = Math.min(endNanos, nanos + LOOK_AHEAD_NANOS - 1);
            runUntil(until);
            for (int peer = first; peer < end; peer++) {
                listenUntil(until, peers[peer], arrivals[peer]);
            }
            peerMillis.add((end - first) * LOOK_AHEAD_NANOS / 1_000_000);
        }
        Arrays.fill(arrivals, first, end, null);
    }

    /** What {@link #runUntil} does for a listener who has nothing else to do. */
    private void listenUntil(long nanos, VirtualPeer peer, Arrivals coming) {
        while (Math.min(peer.wakesAtNanos, coming.nextNanos()) <= nanos) {
            if (peer.wakesAtNanos <= coming.nextNanos()) {
                wake(peer.wakesAtNanos, peer);
            } else {
                nowNanos = coming.nextNanos();
                frame = coming.take();
                peer.session.handleVoice(nowNanos, frame.voice(), frame.audio(), peer);
            }
            peer.wakesAtNanos = Math.min(peer.wakesAtNanos, peer.session.wakeAtNanos());
        }
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

    private void begin(int peer) {
        long due = peers[peer].speech.dueNanos();
        if (due < durationNanos) {
            events.add(TALK_BEGIN_NANOS + due, EventQueue.SPEAK, peer);
        }
    }

    private void runUntil(long nanos) {
        while (events.takeUntil(nanos)) {
            nowNanos = events.nowNanos();
            handle(events.peer());
        }
    }

    @Override
    public void send(long link, ByteString packet, boolean reliable) {
        int peer = connections.peerOf(link);
        if (peer < 0) {
            return;
        }
        if (reliable) {
            sendNews(peer, packet);
            return;
        }
        frame.passedOn(packet);
        Impairment down = peers[peer].down;
        int copies = down.offer(nowNanos, packet.length());
        for (int copy = 0; copy < copies; copy++) {
            if (arrivals == null) {
                events.add(down.arrivalNanos(copy), EventQueue.AT_PEER, peer, frame, null);
            } else {
                arrivals[peer].add(down.arrivalNanos(copy), frame);
            }
        }
    }

    private void sendNews(int peer, ByteString packet) {
        if (arrivals != null) {
            throw new AssertionError("the host has news for " + session.peerName(peer) + " although nobody moves");
        }
        controlPackets++;
        long at = peers[peer].down.reliableArrivalNanos(nowNanos);
        events.add(at, EventQueue.AT_PEER, peer, connections.current(peer), packet);
    }

    @Override
    public void reject(long link, RejectCode code, String reason) {
        // the older connection of a peer that came back before the host had missed it is nobody's loss
        drops += connections.peerOf(link) >= 0 ? 1 : 0;
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
            long at = up.reliableArrivalNanos(nowNanos);
            events.add(at, EventQueue.AT_HOST, peer, connections.current(peer), packet);
            return;
        }
        int copies = up.offer(nowNanos, packet.length());
        for (int copy = 0; copy < copies; copy++) {
            events.add(up.arrivalNanos(copy), EventQueue.AT_HOST, peer, frame, packet);
        }
    }

    void countDrop() {
        drops++;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** The frame that is being carried. */
    SpokenFrame frame() {
        return frame;
    }

    SpokenRooms spokenRooms() {
        return spokenRooms;
    }

    int peerNamed(String name) {
        return peerByName.get(name);
    }

    /** Whether a speaker's packets carry error correction. */
    boolean corrects(int peer) {
        return corrects[peer];
    }

    long frameNanos(int peer) {
        return session.group(peer).codec().frame().toNanos();
    }

    boolean decodes(int listener) {
        return decoding.decodes(session, listener);
    }

    /** What really decodes a speaker's packets for a listener; null for most listeners. */
    Ear ear(int listener, int speaker, long firstPlayNanos) {
        return decoding.ear(session, listener, speaker, firstPlayNanos);
    }

    /** Which frames of a speaker's plan a listener should get; known for sure at the end. */
    BitSet expected(int speaker, int listener) {
        return measurement.expected(speaker, listener, TALK_BEGIN_NANOS, scenario.duration(), SETTLE);
    }

    /** Where a listener's group keeps what it hears. */
    HearingLog log(int peer) {
        return logs[session.groupOf(peer)];
    }

    private void handle(int index) {
        VirtualPeer peer = peers[index];
        frame = events.frame();
        switch (events.kind()) {
            case EventQueue.SPEAK -> speak(index, peer);
            case EventQueue.AT_HOST -> {
                controlPacketsArrived += frame == null ? 1 : 0;
                connections.atHost(events);
                return;
            }
            case EventQueue.AT_PEER -> {
                controlPacketsArrived += frame == null ? 1 : 0;
                if (!connections.isCurrent(events)) {
                    return;
                }
                if (frame == null) {
                    peer.session.handlePacket(nowNanos, events.packet(), peer);
                } else {
                    peer.session.handleVoice(nowNanos, frame.voice(), frame.audio(), peer);
                }
            }
            case EventQueue.WAKE -> wake(nowNanos, peer);
            default -> connections.handle(events);
        }
        long wakeAt = peer.session.wakeAtNanos();
        if (arrivals == null && wakeAt < peer.wakesAtNanos) {
            peer.wakesAtNanos = wakeAt;
            events.add(Math.max(wakeAt, nowNanos), EventQueue.WAKE, index);
        }
    }

    private void wake(long atNanos, VirtualPeer peer) {
        nowNanos = atNanos;
        peer.wakesAtNanos = Long.MAX_VALUE;
        peer.session.handleWake(nowNanos, peer);
    }

    private void speak(int index, VirtualPeer peer) {
        SpeechCursor speech = peer.speech;
        frame = new SpokenFrame(index, speech.sequence(), nowNanos);
        if (peer.online) {
            measurement.sent().count(nowNanos);
            peer.speak(nowNanos, payloads[session.groupOf(index)], speech.closes());
        }
        speech.advance();
        long due = speech.dueNanos();
        if (due < durationNanos) {
            events.add(TALK_BEGIN_NANOS + due, EventQueue.SPEAK, index);
        }
    }
}

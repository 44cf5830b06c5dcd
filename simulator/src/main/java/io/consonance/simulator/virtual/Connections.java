package io.consonance.simulator.virtual;

import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.HostLinkSettings;
import io.consonance.simulator.scenario.Move;
import io.consonance.simulator.scenario.ScenarioEvent;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.RoomLayout;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Who is connected to the host, and what becomes of it when peers come and go, and when the host dies. A connection is
 * numbered by its peer and how many that peer had before; what is under way on an older one arrives nowhere. Not
 * thread-safe; one owner.
 */
final class Connections {

    /** After so long without a sign of life the host gives a peer up. */
    private static final long SILENCE_NANOS =
            HostLinkSettings.defaults().keepAlive().toNanos();

    // The defaults of reference.conf, which is not read here: a run is the same whatever a program sets, and short.

    /** How peers try again. */
    static final long RETRY_MIN_NANOS = 250_000_000L;

    static final long RETRY_MAX_NANOS = 10_000_000_000L;
    static final double RETRY_JITTER = 0.5;
    /** How long a node that took over keeps the places of those who were there. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final int PEER_BITS = 20;
    private static final int PEER_MASK = (1 << PEER_BITS) - 1;

    private final SessionPlan plan;
    private final VirtualPeer[] peers;
    private final HostOutbox outbox;
    private final long beginNanos;
    private final int[] connections;
    private final int[] retries;
    private final SplittableRandom random;
    private HostSession host;
    private SavedSession saved;
    private final int sessionId;

    Connections(
            SessionPlan plan,
            VirtualPeer[] peers,
            HostOutbox outbox,
            int session,
            long beginNanos,
            RandomStreams random) {
        this.plan = plan;
        this.peers = peers;
        this.outbox = outbox;
        this.beginNanos = beginNanos;
        connections = new int[peers.length];
        retries = new int[peers.length];
        this.random = random.stream("reconnect", session);
        sessionId = 1 + random.stream("session", session).nextInt(Integer.MAX_VALUE - 2);
        host = new HostSession(sessionId, HostSettings.defaults());
    }

    /** Which peer a link of the host belongs to, or -1 if nobody has it any more. */
    int peerOf(long link) {
        int peer = (int) link & PEER_MASK;
        return link >= 0 && peers[peer].online && link >>> PEER_BITS == connections[peer] ? peer : -1;
    }

    /** The number of a peer's present connection among its own. */
    int current(int peer) {
        return connections[peer];
    }

    /** Puts everything that was laid down into the queue. */
    void schedule(EventQueue events) {
        for (int move = 0; move < plan.moves().size(); move++) {
            Move planned = plan.moves().get(move);
            events.add(beginNanos + planned.atNanos(), EventQueue.MOVE, planned.peer(), move, null);
        }
        for (ScenarioEvent failure : plan.hostFailures()) {
            boolean keepsIds = ((ScenarioEvent.HostDown) failure.change()).keepsIds();
            long down = beginNanos + failure.at().toNanos();
            events.add(down, EventQueue.HOST_DOWN, 0, keepsIds ? 1 : 0, null);
            events.add(beginNanos + failure.endNanos(), EventQueue.HOST_UP, 0);
        }
    }

    /** The same for one room of a session in which only networks change. */
    void scheduleFor(RoomLayout layout, int room, EventQueue events) {
        for (int move = 0; move < plan.moves().size(); move++) {
            Move planned = plan.moves().get(move);
            if (layout.roomOf(planned.peer()) == room) {
                events.add(beginNanos + planned.atNanos(), EventQueue.MOVE, planned.peer(), move, null);
            }
        }
    }

    /** A packet, or without one the end of a connection, arrives at the host. */
    void atHost(EventQueue events) {
        int peer = events.peer();
        boolean reliable = events.frame() == null;
        if (host == null || reliable && events.packet() != null && events.number() != connections[peer]) {
            return;
        }
        long nowNanos = events.nowNanos();
        if (events.packet() == null) {
            host.handleLinkClosed(nowNanos, link(peer, events.number()), outbox);
        } else {
            host.handlePacket(nowNanos, link(peer, connections[peer]), reliable, events.packet(), outbox);
        }
    }

    /** Whether what arrives now at a peer came by its present connection. */
    boolean isCurrent(EventQueue events) {
        int peer = events.peer();
        return peers[peer].online && (events.frame() != null || events.number() == connections[peer]);
    }

    /** Everything that is no packet, wake-up or frame. */
    void handle(EventQueue events) {
        int peer = events.peer();
        switch (events.kind()) {
            case EventQueue.CONNECT -> enter(events, peer);
            case EventQueue.MOVE -> move(events, plan.moves().get(events.number()));
            case EventQueue.CUT -> cut(events, peer);
            case EventQueue.RETRY -> retry(events, peer);
            case EventQueue.HOST_DOWN -> hostDown(events);
            case EventQueue.HOST_UP -> hostUp(events);
            default -> {
                if (host != null) {
                    host.handleWake(events.nowNanos(), outbox);
                }
            }
        }
    }

    private void move(EventQueue events, Move move) {
        VirtualPeer peer = peers[move.peer()];
        long nowNanos = events.nowNanos();
        switch (move.action()) {
            case ENTER -> enter(events, move.peer());
            case LEAVE -> {
                long arrives = peer.up.reliableArrivalNanos(nowNanos);
                peer.leave(nowNanos);
                closed(events, arrives, move.peer());
            }
            case DROP -> {
                peer.leave(nowNanos);
                closed(events, nowNanos + SILENCE_NANOS, move.peer());
            }
            case ROOM -> peer.changeRoom(nowNanos, move.target(), plan.roomName(move.target()));
            case NETWORK -> {
                peer.up.change(plan.networks().get(move.target()).up());
                peer.down.change(plan.networks().get(move.target()).down());
            }
        }
    }

    private void enter(EventQueue events, int peer) {
        peers[peer].come(events.nowNanos());
        retries[peer] = 0;
        if (!peers[peer].online) {
            connectOrRetry(events, peer);
        }
    }

    private void retry(EventQueue events, int peer) {
        if (peers[peer].wanted && !peers[peer].online) {
            connectOrRetry(events, peer);
        }
    }

    private void connectOrRetry(EventQueue events, int peer) {
        if (host != null) {
            connections[peer]++;
            peers[peer].connect(events.nowNanos());
            return;
        }
        double wait = Math.min(RETRY_MAX_NANOS, RETRY_MIN_NANOS * (double) (1L << Math.min(20, retries[peer]++)));
        long spread = (long) (wait * (1 - RETRY_JITTER * random.nextDouble()));
        events.add(events.nowNanos() + spread, EventQueue.RETRY, peer);
    }

    private void cut(EventQueue events, int peer) {
        if (peers[peer].online && events.number() == connections[peer]) {
            peers[peer].disconnect(events.nowNanos());
            retries[peer] = 0;
            retry(events, peer);
        }
    }

    private void closed(EventQueue events, long atNanos, int peer) {
        events.add(atNanos, EventQueue.AT_HOST, peer, connections[peer], null);
    }

    /** Its machine is gone with everything in it; the system it ran on closes the connections. */
    private void hostDown(EventQueue events) {
        saved = events.number() == 1 ? host.save(events.nowNanos(), 0, 0) : null;
        host = null;
        for (int peer = 0; peer < peers.length; peer++) {
            if (peers[peer].online) {
                long noticed = peers[peer].down.reliableArrivalNanos(events.nowNanos());
                events.add(noticed, EventQueue.CUT, peer, connections[peer], null);
            }
        }
    }

    private void hostUp(EventQueue events) {
        host = new HostSession(sessionId, HostSettings.defaults());
        if (saved != null) {
            host.restore(events.nowNanos(), saved, GRACE, outbox);
        }
        events.add(events.nowNanos() + GRACE.toNanos() + 1, EventQueue.HOST_WAKE, 0);
    }

    private static long link(int peer, int connection) {
        return (long) connection << PEER_BITS | peer;
    }
}

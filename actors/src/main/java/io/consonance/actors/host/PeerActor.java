package io.consonance.actors.host;

import io.consonance.actors.settings.HostSocketSettings;
import io.consonance.engine.link.HostLink;
import io.consonance.engine.link.HostLinkOutbox;
import io.consonance.engine.link.LinkDrop;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.RejectCode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;

/**
 * One connected peer: drives the engine's {@link HostLink} over its transport, and holds the bounded queue of what is on its way
 * to the peer. Between the peer's join and its session's answer no frame is taken from the transport, so nothing piles up.
 *
 * <pre>
 * phase    until                               what it does
 * OPENING  transport and relay are ready       waits
 * OPEN     the peer joins                      link packets only
 * JOINING  the session or a refusal answers    takes no frame
 * JOINED   reject, redirect, end of TCP        everything
 * CLOSING  the transport is gone               sends what is queued, throws away what comes
 * </pre>
 */
final class PeerActor extends AbstractBehavior<PeerActor.Command> {
    /** What a peer's actor is told. */
    sealed interface Command permits PeerSignal, Message, Timer {}

    /** What others tell it. */
    sealed interface Message extends Command {}

    /** The transport is there. */
    record Opened(PeerTransport transport) implements Message {}

    /** One frame came; the next comes when it was asked for. */
    record Frame(ByteString frame) implements Message {}

    /** The session took the peer in. */
    record Attached(ActorRef<SessionActor.Command> session, int sessionId) implements Message {}

    /** A packet for the peer: reliable ones by TCP, others by UDP where it is bound. */
    record Deliver(ByteString packet, boolean reliable) implements Message {}

    /** All that a peer is told when it joins, by TCP, however much it is; not to be changed. */
    record Welcome(List<ByteString> packets) implements Message {}

    /** Tell the peer why, and close. */
    record Reject(RejectCode code, String reason) implements Message {}

    /** Send the peer to another host, and close. */
    record Redirect(String host, int tcpPort) implements Message {}

    /** That many packets of this peer could not be read, by whatever carrier they came. */
    record Damaged(int packets) implements Message {}

    /** A datagram of this peer named another session. */
    record WrongSession() implements Message {}

    /** The session has handled all frames it was given before it was asked for this. */
    record FramesHandled() implements Message {}

    /** The session has processed all that this peer sent before its oldest open barrier. */
    record Processed() implements Message {}

    /** The peer's UDP is bound there, by that nonce. */
    record UdpBound(InetSocketAddress address, long nonce) implements Message {}

    /** The peer's UDP is bound nowhere any more: another link claimed its address. */
    record UdpUnbound() implements Message {}

    /** The peer was heard by UDP, and that many of its relays went to somebody. */
    record UdpSeen(int relays) implements Message {}

    /** The relay has done all it was told before. */
    private record RelaySettled() implements Message {}

    private enum Timer implements Command {
        WAKE,
        CUT
    }

    private enum Phase {
        OPENING,
        OPEN,
        JOINING,
        JOINED,
        CLOSING
    }

    /**
     * What a peer has from its host.
     *
     * @param trusted a peer of this process: nobody asks it for a credential
     */
    record Surroundings(
            ActorRef<HostActor.Command> host,
            HostRelay relay,
            HostSocketSettings settings,
            HostCounters counters,
            boolean trusted,
            LongSupplier clock) {}

    /** So many frames of a peer may wait for the session at a time, the rest waits in the socket: a flood delays its sender, nobody else. */
    private static final int MOST_FRAMES_WITH_SESSION = 64;

    private static final int MAX_SESSION_NAME_BYTES = 1_000;

    private final long id;
    private final Surroundings around;
    private final HostLink link;
    private final SendQueue queue;
    private final Outbox outbox = new Outbox();
    private final TimerScheduler<Command> timers;
    private final ActorRef<Done> relaySettled;
    private final ArrayDeque<SessionActor.Command> untilAttached = new ArrayDeque<>();
    private Phase phase = Phase.OPENING;
    private PeerTransport transport;
    private ActorRef<SessionActor.Command> session;
    private InetSocketAddress udpAddress;
    private long armedAtNanos = Long.MAX_VALUE;
    private int framesWithSession;
    private boolean overflowed;
    private boolean finished;

    static Behavior<Command> create(long id, HostLink link, Surroundings around) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new PeerActor(context, timers, id, link, around)));
    }

    private PeerActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            long id,
            HostLink link,
            Surroundings around) {
        super(context);
        this.timers = timers;
        this.id = id;
        this.link = link;
        this.around = around;
        this.relaySettled = context.messageAdapter(Done.class, done -> new RelaySettled());
        this.queue = new SendQueue(
                around.settings().sendQueueBytes(), around.settings().stall().toNanos());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Deliver.class, this::onDeliver)
                .onMessage(Frame.class, this::onFrame)
                .onMessageEquals(PeerSignal.TAKEN, this::onTaken)
                .onMessageEquals(Timer.WAKE, this::onWake)
                .onMessage(UdpSeen.class, this::onUdpSeen)
                .onMessage(Processed.class, this::onProcessed)
                .onMessage(FramesHandled.class, this::onFramesHandled)
                .onMessage(Opened.class, this::onOpened)
                .onMessage(Attached.class, this::onAttached)
                .onMessage(Welcome.class, this::onWelcome)
                .onMessage(RelaySettled.class, this::onRelaySettled)
                .onMessage(UdpBound.class, this::onUdpBound)
                .onMessage(UdpUnbound.class, this::onUdpUnbound)
                .onMessage(Damaged.class, this::onDamaged)
                .onMessage(WrongSession.class, this::onWrongSession)
                .onMessage(Reject.class, this::onReject)
                .onMessage(Redirect.class, this::onRedirect)
                .onMessageEquals(PeerSignal.PEER_ENDED, this::onPeerEnded)
                .onMessageEquals(Timer.CUT, this::onCut)
                .onMessageEquals(PeerSignal.GONE, this::onGone)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onOpened(Opened opened) {
        transport = opened.transport();
        if (phase == Phase.CLOSING) {
            transport.cut();
            return this;
        }
        // No peer is greeted before its token can be bound: its first LinkBind is to be good.
        around.relay().open(id, link.token(), getContext().getSelf());
        around.relay().barrier(relaySettled);
        return this;
    }

    /** The relay knows the token, or everything that came of the packets before a barrier. */
    private Behavior<Command> onRelaySettled(RelaySettled settled) {
        if (phase == Phase.OPENING) {
            phase = Phase.OPEN;
            link.start(now(), outbox);
            transport.pull();
        } else {
            link.handleProcessed(now(), outbox);
        }
        return settle();
    }

    private Behavior<Command> onFrame(Frame frame) {
        link.handleFrame(now(), frame.frame(), outbox);
        if (phase != Phase.JOINING && framesWithSession < MOST_FRAMES_WITH_SESSION) {
            transport.pull();
        }
        return settle();
    }

    private Behavior<Command> onFramesHandled(FramesHandled handled) {
        if (phase != Phase.CLOSING) {
            framesWithSession = 0;
            transport.pull();
        }
        return this;
    }

    private Behavior<Command> onAttached(Attached attached) {
        if (phase == Phase.CLOSING) {
            attached.session().tell(new SessionActor.Detach(id));
            return this;
        }
        phase = Phase.JOINED;
        session = attached.session();
        getContext().watchWith(session, new Reject(RejectCode.UNKNOWN_SESSION, "the session has ended"));
        if (udpAddress != null) {
            session.tell(new SessionActor.UdpAt(id, udpAddress));
        }
        around.relay().attach(id, attached.sessionId());
        untilAttached.forEach(session::tell);
        untilAttached.clear();
        transport.pull();
        return settle();
    }

    private Behavior<Command> onDeliver(Deliver deliver) {
        if (phase == Phase.CLOSING) {
            return this;
        }
        if (!deliver.reliable() && udpAddress != null) {
            around.relay().send(id, deliver.packet());
            return this;
        }
        outbox.sendFrame(deliver.packet());
        return settle();
    }

    private Behavior<Command> onWelcome(Welcome welcome) {
        if (phase != Phase.CLOSING) {
            overflowed |= !queue.offerWelcome(now(), welcome.packets());
        }
        return settle();
    }

    private Behavior<Command> onTaken() {
        queue.handleTaken(now());
        return settle();
    }

    private Behavior<Command> onProcessed(Processed processed) {
        around.relay().barrier(relaySettled);
        return this;
    }

    private Behavior<Command> onUdpSeen(UdpSeen seen) {
        link.handleDatagramSeen(now());
        if (seen.relays() > 0 && phase == Phase.JOINED) {
            session.tell(new SessionActor.Spoke(id, seen.relays()));
        }
        return this;
    }

    private Behavior<Command> onUdpBound(UdpBound bound) {
        link.handleBind(now(), bound.nonce());
        udpAt(bound.address());
        return settle();
    }

    private Behavior<Command> onUdpUnbound(UdpUnbound unbound) {
        udpAt(null);
        return this;
    }

    private void udpAt(InetSocketAddress address) {
        boolean moved = !Objects.equals(udpAddress, address);
        udpAddress = address;
        if (moved && session != null) {
            session.tell(new SessionActor.UdpAt(id, udpAddress));
        }
    }

    private Behavior<Command> onDamaged(Damaged damaged) {
        for (int i = 0; i < damaged.packets(); i++) {
            link.handleDamaged(now(), outbox);
        }
        return settle();
    }

    private Behavior<Command> onWrongSession(WrongSession wrong) {
        if (phase == Phase.JOINED) {
            session.tell(new SessionActor.WrongSession(id));
        }
        return this;
    }

    private Behavior<Command> onReject(Reject reject) {
        if (phase == Phase.OPENING) {
            // Not greeted yet, so there is nothing it could be told.
            leave();
        } else {
            link.reject(now(), reject.code(), reject.reason(), outbox);
        }
        return settle();
    }

    private Behavior<Command> onRedirect(Redirect redirect) {
        link.redirect(now(), new LinkRedirect(redirect.host(), redirect.tcpPort()), outbox);
        return settle();
    }

    private Behavior<Command> onPeerEnded() {
        leave();
        return settle();
    }

    /** A transport that is not there yet is cut when it comes. */
    private Behavior<Command> onCut() {
        if (transport != null) {
            transport.cut();
        }
        return this;
    }

    private Behavior<Command> onGone() {
        leave();
        return Behaviors.stopped();
    }

    /** Also after a failure of this actor: the connection must not outlive it. */
    private Behavior<Command> onPostStop(PostStop stopped) {
        around.relay().close(id);
        if (transport != null) {
            transport.cut();
        }
        return this;
    }

    private Behavior<Command> onWake() {
        armedAtNanos = Long.MAX_VALUE;
        if (phase != Phase.CLOSING) {
            if (now() >= queue.stallAtNanos()) {
                closeSlow("takes nothing");
            } else {
                link.handleWake(now(), outbox);
            }
        }
        return settle();
    }

    /** What is still queued would only delay the reason; whole frames are thrown away, so the stream stays readable. */
    private void closeSlow(String reason) {
        around.counters().count("peersClosedSlow");
        queue.clearWaiting();
        link.reject(now(), RejectCode.SLOW_CONSUMER, reason, outbox);
    }

    /** The peer is out of its session and its binding is gone; what is queued may still reach it. */
    private void leave() {
        if (phase == Phase.CLOSING) {
            return;
        }
        boolean waits = phase == Phase.JOINING || framesWithSession == MOST_FRAMES_WITH_SESSION;
        phase = Phase.CLOSING;
        framesWithSession = 0;
        around.relay().close(id);
        if (session != null) {
            session.tell(new SessionActor.Detach(id));
        }
        if (waits) {
            untilAttached.clear();
            transport.pull();
        }
        timers.cancel(Timer.WAKE);
        Duration linger = around.settings().closeLinger();
        timers.startSingleTimer(Timer.CUT, Timer.CUT, linger);
    }

    /** What holds after every message: what can be sent is on its way, and the next deadline has its timer. */
    private Behavior<Command> settle() {
        if (overflowed && phase != Phase.CLOSING) {
            closeSlow("too much is queued");
        }
        List<ByteString> batch = queue.takeBatch();
        if (!batch.isEmpty()) {
            transport.write(batch);
        }
        if (phase == Phase.CLOSING) {
            if (!finished && transport != null && !queue.hasWaiting()) {
                finished = true;
                transport.finish();
            }
            return this;
        }
        long wakeAt = Math.min(link.wakeAtNanos(), queue.stallAtNanos());
        if (wakeAt < armedAtNanos) {
            armedAtNanos = wakeAt;
            timers.startSingleTimer(Timer.WAKE, Timer.WAKE, Duration.ofNanos(Math.max(0, wakeAt - now())));
        }
        return this;
    }

    private long now() {
        return around.clock().getAsLong();
    }

    private void toSession(SessionActor.Command command) {
        if (session != null) {
            session.tell(command);
        } else {
            untilAttached.add(command);
        }
    }

    private final class Outbox implements HostLinkOutbox {
        @Override
        public void sendFrame(ByteString packet) {
            overflowed |= !queue.offer(now(), packet);
        }

        @Override
        public void join(String sessionName, String credential) {
            if (!around.trusted() && !around.settings().accepts(credential)) {
                getContext().getSelf().tell(new Reject(RejectCode.UNAUTHORISED, "credential"));
            } else if (sessionName.getBytes(StandardCharsets.UTF_8).length > MAX_SESSION_NAME_BYTES) {
                getContext().getSelf().tell(new Reject(RejectCode.UNKNOWN_SESSION, "name too long"));
            } else {
                around.host()
                        .tell(new HostActor.Join(sessionName, id, getContext().getSelf()));
            }
            phase = Phase.JOINING;
        }

        @Override
        public void deliver(ByteString dissonancePacket) {
            toSession(new SessionActor.FromPeer(id, true, dissonancePacket));
            framesWithSession++;
            if (framesWithSession == MOST_FRAMES_WITH_SESSION) {
                toSession(new SessionActor.FramesGiven(id));
            }
        }

        @Override
        public void barrier() {
            toSession(new SessionActor.Barrier(id));
        }

        @Override
        public void close() {
            leave();
        }

        @Override
        public void dropped(LinkDrop reason) {
            around.counters().countDropped(reason);
        }
    }
}

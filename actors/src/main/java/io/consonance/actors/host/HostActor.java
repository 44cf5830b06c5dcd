package io.consonance.actors.host;

import io.consonance.actors.cluster.ClusterNode;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.RelayActor;
import io.consonance.engine.link.RejectCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.apache.pekko.stream.javadsl.Tcp;

/**
 * A host: binds its sockets, gives each connection its actor, and knows the sessions by name.
 *
 * <p>It starts when told to, hears nothing else before it has answered, and stays until told to stop: then no connection is taken any more, peers are told DRAINING and have the linger
 * time to read it, and the sockets are closed before the answer.
 */
final class HostActor extends AbstractBehavior<HostActor.Command> {
    private static final String DRAINING = "the host is stopping";

    /** What a host is told. */
    sealed interface Command {}

    /** Binds the sockets; answered once. */
    record Start(ActorRef<StartResult> replyTo) implements Command {}

    /** A peer of this process wants to connect. */
    record ConnectLocal(LocalTransport transport) implements Command {}

    /** A peer wants to be in that session; it is attached there, or told to close. */
    record Join(String session, long link, ActorRef<PeerActor.Command> peer) implements Command {}

    /** A session has been empty for long, after so many attachments. */
    record SessionIdle(String session, long attaches) implements Command {}

    /** Makes a session that stays when it is empty; answers whether there is one now. */
    record OpenSession(String session, ActorRef<Boolean> replyTo) implements Command {}

    /** Ends a session; answers whether there was one. */
    record CloseSession(String session, ActorRef<Boolean> replyTo) implements Command {}

    /** Asks for the names of all sessions, sorted. */
    record GetSessions(ActorRef<List<String>> replyTo) implements Command {}

    /** Asks one session something; answers {@code absent} where there is no such session. */
    record AskSession<T>(
            String session, Function<ActorRef<T>, SessionActor.Command> question, T absent, ActorRef<T> replyTo)
            implements Command {}

    /** The cluster says something. */
    record FromCluster(Consumer<ClusteredSessions> what) implements Command {}

    /** Gives all sessions to other nodes, refuses whoever comes, and answers when they have gone. */
    record Drain(ActorRef<Done> replyTo) implements Command {}

    /** Ends everything. */
    record Stop() implements Command {}

    /** The answer to {@link Start}: the sockets, or why there are none. */
    record StartResult(HostSockets sockets, Throwable failure) {}

    private record Bound(HostSockets sockets, Throwable failure, ActorRef<StartResult> replyTo) implements Command {}

    private record Incoming(Tcp.IncomingConnection connection) implements Command {}

    private record PeerStopped(long link) implements Command {}

    private record SessionStopped(String session, ActorRef<SessionActor.Command> actor, int sessionId)
            implements Command {}

    private enum Closing implements Command {
        DRAINED_FOR_LONG,
        TCP_CLOSED,
        RELAY_STOPPED
    }

    /** What a peer that is late to read its last word may take beyond the linger time. */
    private static final Duration DRAIN_MARGIN = Duration.ofSeconds(1);

    private final Settings settings;
    private final HostCounters counters;
    private final LongSupplier clock;
    private final Consumer<VoiceHostEvent> listener;
    private final HostLife life;
    private final List<ActorRef<Done>> drainers = new ArrayList<>();
    /** Null without a cluster. */
    private ClusteredSessions clustered;
    /** Null without a cluster. */
    private ClusterNode node;

    private boolean draining;
    private final TimerScheduler<Command> timers;
    private final Map<Long, ActorRef<PeerActor.Command>> peers = new HashMap<>();
    private final List<Tcp.IncomingConnection> beforeBound = new ArrayList<>();
    private HostSockets sockets;
    private ActorRef<RelayActor.Command> relay;
    private SessionRegistry sessions;
    private Reception reception;
    private boolean stopping;
    private boolean tcpClosed;
    private long connections;

    /**
     * A host that is not started yet.
     *
     * @param listener told every event, in its own actor; may be null
     * @param clock monotonic nanoseconds
     * @param life told when the host is ready and when it is no more
     */
    static Behavior<Command> create(
            Settings settings,
            HostCounters counters,
            Consumer<VoiceHostEvent> listener,
            LongSupplier clock,
            HostLife life) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new HostActor(context, timers, settings, counters, listener, clock, life)));
    }

    private HostActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Settings settings,
            HostCounters counters,
            Consumer<VoiceHostEvent> listener,
            LongSupplier clock,
            HostLife life) {
        super(context);
        this.life = life;
        this.settings = settings;
        this.counters = counters;
        this.clock = clock;
        this.timers = timers;
        this.listener = listener == null ? event -> {} : EventActor.spawn(context, listener);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Bound.class, this::onBound)
                .onMessage(Incoming.class, this::onIncoming)
                .onMessage(ConnectLocal.class, this::onConnectLocal)
                .onMessage(PeerStopped.class, this::onPeerStopped)
                .onMessage(Join.class, this::onJoin)
                .onMessage(SessionIdle.class, this::onSessionIdle)
                .onMessage(SessionStopped.class, this::onSessionStopped)
                .onMessage(OpenSession.class, this::onOpenSession)
                .onMessage(CloseSession.class, this::onCloseSession)
                .onMessage(GetSessions.class, this::onGetSessions)
                .onMessageUnchecked(AskSession.class, (AskSession<?> ask) -> onAskSession(ask))
                .onMessage(FromCluster.class, this::onFromCluster)
                .onMessage(Drain.class, this::onDrain)
                .onMessage(Stop.class, this::onStop)
                .onMessageEquals(Closing.DRAINED_FOR_LONG, this::onDrainedForLong)
                .onMessageEquals(Closing.TCP_CLOSED, this::onTcpClosed)
                .onMessageEquals(Closing.RELAY_STOPPED, this::onRelayStopped)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onStart(Start start) {
        ActorRef<Command> self = getContext().getSelf();
        getContext()
                .pipeToSelf(
                        HostSockets.bind(
                                getContext().getSystem(), settings, connection -> self.tell(new Incoming(connection))),
                        (bound, failure) -> new Bound(bound, failure, start.replyTo()));
        return this;
    }

    private Behavior<Command> onBound(Bound bound) {
        if (bound.failure() != null) {
            bound.replyTo().tell(new StartResult(null, bound.failure()));
            return Behaviors.stopped();
        }
        sockets = bound.sockets();
        HostRelay relay = startRelay();
        reception = new Reception(settings.host(), relay, counters, clock);
        node = settings.cluster().enabled() ? joinCluster() : null;
        SessionActor.Surroundings around = new SessionActor.Surroundings(
                getContext().getSelf(),
                relay,
                settings.session(),
                EngineSettings.session(settings.session()),
                settings.host().p2pCandidates(),
                node,
                settings.cluster().returnGrace(),
                listener,
                counters,
                clock);
        sessions = new SessionRegistry(getContext(), around, SessionStopped::new, new SessionIds());
        if (node != null) {
            clustered = new ClusteredSessions(sessions, node, settings.session().createOnJoin(), this::handleDrained);
        } else {
            life.ready().complete(null);
        }
        bound.replyTo().tell(new StartResult(sockets, null));
        beforeBound.forEach(this::accept);
        beforeBound.clear();
        return this;
    }

    private ClusterNode joinCluster() {
        ActorRef<Command> self = getContext().getSelf();
        return ClusterNode.start(
                getContext().getSystem(),
                settings.cluster(),
                ClusteredSessions.heardBy(life, what -> self.tell(new FromCluster(what))),
                settings.voiceAddress(),
                sockets.tcp().localAddress().getPort(),
                clock);
    }

    private HostRelay startRelay() {
        if (sockets.udp() == null) {
            return HostRelay.NONE;
        }
        relay = getContext()
                .spawn(RelayActor.create(sockets.udp(), settings.session().loopback()), "relay");
        getContext().watchWith(relay, Closing.RELAY_STOPPED);
        return new NodeRelay(relay, sockets.udp().port());
    }

    private Behavior<Command> onIncoming(Incoming incoming) {
        if (sockets == null) {
            beforeBound.add(incoming.connection());
        } else {
            accept(incoming.connection());
        }
        return this;
    }

    private void accept(Tcp.IncomingConnection connection) {
        counters.count("connectionsAccepted");
        RejectCode refusal = reception.refusal(connection.remoteAddress().getAddress(), peers.size());
        if (stopping) {
            refusal = RejectCode.DRAINING;
        }
        if (refusal != null) {
            reception.refuse(connection, refusal, getContext().getSystem());
            return;
        }
        ActorRef<PeerActor.Command> peer = spawnPeer(true);
        connection.handleWith(reception.carrier(peer), getContext().getSystem());
    }

    private Behavior<Command> onConnectLocal(ConnectLocal connect) {
        if (stopping) {
            connect.transport().refuse();
        } else {
            connect.transport().open(spawnPeer(false));
        }
        return this;
    }

    private ActorRef<PeerActor.Command> spawnPeer(boolean remote) {
        long link = ++connections;
        Behavior<PeerActor.Command> behavior = reception.peer(getContext().getSelf(), link, remote);
        ActorRef<PeerActor.Command> peer = getContext().spawn(behavior, "peer-" + link);
        getContext().watchWith(peer, new PeerStopped(link));
        peers.put(link, peer);
        return peer;
    }

    private Behavior<Command> onPeerStopped(PeerStopped stopped) {
        peers.remove(stopped.link());
        return stoppedWhenDrained();
    }

    private Behavior<Command> onJoin(Join join) {
        if (clustered != null && !stopping) {
            clustered.join(join);
        } else if (!draining && !stopping) {
            sessions.join(join);
        } else {
            join.peer().tell(new PeerActor.Reject(RejectCode.DRAINING, DRAINING));
        }
        return this;
    }

    private Behavior<Command> onSessionIdle(SessionIdle idle) {
        sessions.handleIdle(idle);
        return this;
    }

    private Behavior<Command> onSessionStopped(SessionStopped stopped) {
        sessions.handleStopped(stopped.session(), stopped.actor(), stopped.sessionId());
        return this;
    }

    private Behavior<Command> onOpenSession(OpenSession open) {
        if (clustered != null && !draining && !stopping) {
            clustered.open(open.session(), open.replyTo());
        } else {
            open.replyTo().tell(!draining && !stopping && sessions.open(open.session()));
        }
        return this;
    }

    private Behavior<Command> onCloseSession(CloseSession close) {
        if (clustered != null) {
            clustered.close(close.session());
        }
        close.replyTo().tell(sessions.end(close.session(), RejectCode.UNKNOWN_SESSION, "the session was closed"));
        return this;
    }

    private Behavior<Command> onGetSessions(GetSessions get) {
        get.replyTo().tell(sessions.names());
        return this;
    }

    private <T> Behavior<Command> onAskSession(AskSession<T> ask) {
        ActorRef<SessionActor.Command> session = sessions.named(ask.session());
        if (session == null) {
            ask.replyTo().tell(ask.absent());
        } else {
            session.tell(ask.question().apply(ask.replyTo()));
        }
        return this;
    }

    private Behavior<Command> onFromCluster(FromCluster from) {
        if (!stopping) {
            from.what().accept(clustered);
        }
        return this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        drainers.add(drain.replyTo());
        if (clustered == null || stopping) {
            handleDrained();
        } else if (!draining) {
            draining = true;
            clustered.drain();
        }
        return this;
    }

    private void handleDrained() {
        drainers.forEach(drainer -> drainer.tell(Done.done()));
        drainers.clear();
    }

    private Behavior<Command> onStop(Stop stop) {
        if (!stopping) {
            stopping = true;
            peers.values().forEach(peer -> peer.tell(new PeerActor.Reject(RejectCode.DRAINING, DRAINING)));
            timers.startSingleTimer(
                    Closing.DRAINED_FOR_LONG,
                    Closing.DRAINED_FOR_LONG,
                    settings.host().closeLinger().plus(DRAIN_MARGIN));
            // No further connection; UDP goes on until the peers have ended.
            getContext().pipeToSelf(sockets.unbind(), (done, failure) -> Closing.TCP_CLOSED);
        }
        return stoppedWhenDrained();
    }

    private Behavior<Command> onTcpClosed() {
        tcpClosed = true;
        return stoppedWhenDrained();
    }

    private Behavior<Command> onRelayStopped() {
        relay = null;
        if (!stopping) {
            throw new IllegalStateException("the relay has failed");
        }
        return stoppedWhenDrained();
    }

    private Behavior<Command> onDrainedForLong() {
        getContext().getLog().warn("{} peers did not end in time and are cut off", peers.size());
        peers.clear();
        return stoppedWhenDrained();
    }

    private Behavior<Command> onPostStop(PostStop stopped) {
        if (sockets != null) {
            sockets.unbind();
        }
        // A host that is started next in the same system is its node of the cluster then.
        CompletionStage<?> left = node == null ? CompletableFuture.completedStage(Done.done()) : node.stop();
        left.whenComplete((done, failure) -> life.ended().complete(null));
        return this;
    }

    private Behavior<Command> stoppedWhenDrained() {
        if (!stopping || !peers.isEmpty() || !tcpClosed) {
            return this;
        }
        if (relay != null) {
            relay.tell(new RelayActor.Stop());
            return this;
        }
        sessions.closeAll(RejectCode.DRAINING, DRAINING);
        return Behaviors.stopped();
    }
}

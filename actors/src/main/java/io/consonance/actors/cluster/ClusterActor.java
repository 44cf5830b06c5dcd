package io.consonance.actors.cluster;

import io.consonance.actors.settings.ClusterSettings;
import io.consonance.engine.cluster.ClusterMessage;
import io.consonance.engine.cluster.ClusterMessage.Beat;
import io.consonance.engine.cluster.Tenancy;
import io.consonance.engine.cluster.TenancyOutbox;
import io.consonance.engine.cluster.TenancySettings;
import io.consonance.engine.host.SavedSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * A node's part in the cluster: drives the engine's {@link Tenancy}, tells the local host what to serve, and keeps the saved sessions. One per
 * actor system, always at the same path, where the other nodes' messages arrive.
 */
final class ClusterActor extends AbstractBehavior<ClusterActor.Command> {
    static final String NAME = "consonance-cluster";

    /** What it is told. */
    sealed interface Command {}

    /** Another node said this; the one command that travels. */
    record FromNode(ClusterMessage message) implements Command {}

    /** {@link SessionOwnership}. */
    record Want(String session) implements Command {}

    /** {@link SessionOwnership}. */
    record Open(String session) implements Command {}

    /** {@link SessionOwnership}. */
    record Save(String session, SavedSession saved) implements Command {}

    /** {@link SessionOwnership}. */
    record HandOver(String session, SavedSession last) implements Command {}

    /** {@link SessionOwnership}. */
    record Ended(String session) implements Command {}

    /** {@link SessionOwnership}. */
    record Decline(String session) implements Command {}

    /** {@link SessionOwnership}. */
    record Drain() implements Command {}

    /** The membership may have changed. */
    record MembersChanged() implements Command {}

    /** Asks whether another node may be stopped. */
    record AskReady(ActorRef<Boolean> replyTo) implements Command {}

    private record Loaded(String session, long epoch, Optional<SavedSession> saved) implements Command {}

    private record NotLoaded(String session, long epoch) implements Command {}

    private record CaughtUp(boolean done) implements Command {}

    private record Written(String session) implements Command {}

    private record Remembered(Set<String> sessions) implements Command {}

    private enum Timer implements Command {
        TICK
    }

    /** Whether this node remembers what the others did when it joined. */
    private enum CatchUp {
        TO_DO,
        UNDER_WAY,
        DONE
    }

    private static final Duration TICK = Duration.ofMillis(25);

    private final ClusterSettings settings;
    private final LocalHost host;
    private final Members members;
    private final SavedSessions savedSessions;
    private final LongSupplier clock;
    private final Tenancy tenancy;
    private final Moves moves;
    private final Strays strays;
    private final Logbook logbook;
    private final Outbox outbox = new Outbox();
    /** Who was heard of within that time may get a session. */
    private final long freshNanos;
    /** Sessions peers wait for, and until when. */
    private final Map<String, Long> wanted = new HashMap<>();
    /** Those among them that begin here, wherever their home is. */
    private final Set<String> opening = new HashSet<>();
    /** What the host serves. */
    private final Map<String, Tenure> tenures = new HashMap<>();
    /** Sessions on their way to another node. */
    private final Set<String> leaving = new HashSet<>();
    /** Those among them that the others remember as they were at the end. */
    private final Set<String> written = new HashSet<>();
    /** Epochs that turned out too low: what to claim above. */
    private final Map<String, Long> outdated = new HashMap<>();

    private CatchUp catchUp = CatchUp.TO_DO;
    private boolean toldReady;
    private boolean draining;
    private boolean drained;

    static Behavior<Command> create(
            ClusterSettings settings, LocalHost host, String voiceHost, int voicePort, LongSupplier clock) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ClusterActor(context, timers, settings, host, voiceHost, voicePort, clock)));
    }

    private ClusterActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClusterSettings settings,
            LocalHost host,
            String voiceHost,
            int voicePort,
            LongSupplier clock) {
        super(context);
        this.settings = settings;
        this.host = host;
        this.clock = clock;
        this.members = new Members(context);
        this.savedSessions = new SavedSessions(context.getSystem());
        this.freshNanos = settings.beat().toNanos() * 5 / 2;
        TenancySettings times = new TenancySettings(settings.lease(), settings.beat(), settings.patience());
        this.tenancy = new Tenancy(members.self(), voiceHost, voicePort, times, clock.getAsLong());
        this.moves = new Moves(members.self(), settings);
        this.strays = new Strays(settings);
        this.logbook = new Logbook(context.getLog(), members.self(), settings.seeds(), clock.getAsLong());
        timers.startTimerWithFixedDelay(Timer.TICK, Timer.TICK, TICK);
        onMembersChanged();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromNode.class, this::onFromNode)
                .onMessageEquals(Timer.TICK, this::onTick)
                .onMessage(Want.class, this::onWant)
                .onMessage(Open.class, this::onOpen)
                .onMessage(Save.class, this::onSave)
                .onMessage(HandOver.class, this::onHandOver)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Decline.class, this::onDecline)
                .onMessage(Drain.class, drain -> onDrain())
                .onMessage(MembersChanged.class, changed -> onMembersChanged())
                .onMessage(Loaded.class, this::onLoaded)
                .onMessage(NotLoaded.class, this::onNotLoaded)
                .onMessage(Written.class, this::onWritten)
                .onMessage(CaughtUp.class, this::onCaughtUp)
                .onMessage(Remembered.class, this::onRemembered)
                .onMessage(AskReady.class, this::onAskReady)
                .build();
    }

    private Behavior<Command> onFromNode(FromNode from) {
        tenancy.handleMessage(now(), from.message(), outbox);
        return settle();
    }

    private Behavior<Command> onMembersChanged() {
        if (members.look()) {
            tenancy.handleMembers(now(), members.present(), members.next(), outbox);
        }
        logbook.handleMembers(members.present(), members.unreachable());
        return settle();
    }

    private Behavior<Command> onTick() {
        long now = now();
        onMembersChanged();
        tenancy.handleWake(now, outbox);
        tenures.forEach((session, tenure) -> tenure.extend(tenure.epoch(), tenancy.heldUntilNanos(session)));
        letGo(now);
        decide(now, List.copyOf(wanted.keySet()));
        Stream<String> here = tenures.keySet().stream().filter(session -> !leaving.contains(session));
        moves.due(now, tenancy.alive(now, freshNanos), here).forEach(this::handOver);
        if (catchUp == CatchUp.TO_DO && members.present().contains(members.self())) {
            catchUp = CatchUp.UNDER_WAY;
            getContext()
                    .pipeToSelf(
                            savedSessions.catchUp(members.present().size()),
                            (done, failure) -> new CaughtUp(failure == null));
        }
        if (!toldReady && isReady()) {
            toldReady = true;
            host.ready();
        }
        if (isReady() && strays.isDue(now)) {
            getContext()
                    .pipeToSelf(
                            savedSessions.names(),
                            (names, failure) -> new Remembered(failure == null ? names : Set.of()));
        }
        logbook.handleTick(now, tenures.size());
        return settle();
    }

    private Behavior<Command> onCaughtUp(CaughtUp caughtUp) {
        catchUp = caughtUp.done() ? CatchUp.DONE : CatchUp.TO_DO;
        return this;
    }

    private Behavior<Command> onRemembered(Remembered remembered) {
        long now = now();
        if (isReady()) {
            List<Beat> fresh = tenancy.alive(now, freshNanos);
            Set<String> unserved = remembered.sessions().stream()
                    .filter(session -> !tenancy.has(session) && tenancy.servedBy(now, session) == null)
                    .filter(session -> isSelf(Placement.home(session, fresh)))
                    .collect(Collectors.toSet());
            strays.due(unserved).forEach(session -> onWant(new Want(session)));
        }
        return settle();
    }

    private boolean isSelf(Beat node) {
        return node != null && node.from().equals(members.self());
    }

    private Behavior<Command> onAskReady(AskReady ask) {
        ask.replyTo().tell(isReady());
        return this;
    }

    /** Whether no session is lost should another node stop now. */
    private boolean isReady() {
        return catchUp == CatchUp.DONE
                && !draining
                && tenancy.counts(now())
                && members.unreachable().isEmpty();
    }

    private Behavior<Command> onWant(Want want) {
        wanted.putIfAbsent(want.session(), now() + settings.patience().toNanos());
        decide(now(), List.of(want.session()));
        return settle();
    }

    private Behavior<Command> onOpen(Open open) {
        opening.add(open.session());
        return onWant(new Want(open.session()));
    }

    /** Tells the host what to do with those who want these sessions, as soon as that can be known. */
    private void decide(long now, List<String> sessions) {
        if (!sessions.isEmpty()) {
            List<Beat> fresh = tenancy.alive(now, freshNanos);
            sessions.forEach(session -> decide(now, session, fresh));
        }
    }

    private void decide(long now, String session, List<Beat> fresh) {
        if (tenures.containsKey(session) || leaving.contains(session)) {
            if (!leaving.contains(session)) {
                decided(session);
            }
            return;
        }
        String server = tenancy.servedBy(now, session);
        if (now >= wanted.get(session)) {
            decided(session);
            host.refuse(session);
        } else if (server != null && !server.equals(members.self())) {
            // One that has not been heard just now may be gone: its peers would be sent to a dead node.
            fresh.stream()
                    .filter(node -> node.from().equals(server))
                    .findFirst()
                    .ifPresent(node -> send(session, node));
        } else if (!tenancy.has(session) && !fresh.isEmpty()) {
            Beat home = Placement.home(session, fresh);
            boolean here = isSelf(home) || home != null && opening.contains(session);
            if (here && !draining) {
                tenancy.claim(now, session, outdated.getOrDefault(session, 0L), outbox);
            } else if (home != null) {
                send(session, home);
            } else if (draining) {
                decided(session);
                host.refuse(session);
            }
        }
    }

    private void decided(String session) {
        wanted.remove(session);
        opening.remove(session);
    }

    private void send(String session, Beat node) {
        decided(session);
        outdated.remove(session);
        host.redirect(session, node.voiceHost(), node.voicePort());
    }

    /** The machine has given us the session; how it was is with the others, and one of them may know a higher epoch. */
    private Behavior<Command> onLoaded(Loaded loaded) {
        String session = loaded.session();
        if (tenancy.holds(now(), session) && !tenures.containsKey(session)) {
            SavedSession saved = loaded.saved().orElse(null);
            if (saved != null && saved.epoch() >= loaded.epoch()) {
                outdated.put(session, saved.epoch());
                tenancy.release(now(), session, outbox);
            } else {
                outdated.remove(session);
                decided(session);
                Tenure tenure = Tenure.until(loaded.epoch(), tenancy.heldUntilNanos(session));
                tenures.put(session, tenure);
                host.serve(session, saved, tenure);
                if (saved != null) {
                    logbook.note(now(), Logbook.Turn.TAKEN_OVER);
                }
            }
        }
        return settle();
    }

    /** A session is not begun anew because nodes are slow to say how it was. */
    private Behavior<Command> onNotLoaded(NotLoaded missed) {
        if (tenancy.holds(now(), missed.session()) && !tenures.containsKey(missed.session())) {
            load(missed.session(), missed.epoch());
        }
        return settle();
    }

    private void load(String session, long epoch) {
        getContext()
                .pipeToSelf(
                        savedSessions.load(session, members.present().size() / 2 + 1),
                        (saved, failure) ->
                                failure == null ? new Loaded(session, epoch, saved) : new NotLoaded(session, epoch));
    }

    private Behavior<Command> onSave(Save save) {
        if (tenures.containsKey(save.session())) {
            savedSessions.save(save.session(), save.saved());
        }
        return this;
    }

    private Behavior<Command> onHandOver(HandOver over) {
        // One that has ended meanwhile is forgotten for good.
        if (leaving.contains(over.session())) {
            // Should no majority take it in time, it spreads all the same, and the next owner finds what was saved
            // before.
            getContext()
                    .pipeToSelf(
                            savedSessions.save(over.session(), over.last()),
                            (done, failure) -> new Written(over.session()));
        }
        return this;
    }

    private Behavior<Command> onWritten(Written last) {
        written.add(last.session());
        return this;
    }

    /** What the others remember by now goes to them. They hear of it before the peers who are sent there come. */
    private void letGo(long now) {
        written.retainAll(leaving);
        tenancy.handOver(now, written, outbox);
        List<Beat> others = others(now);
        for (String session : written) {
            leaving.remove(session);
            tenures.remove(session);
            logbook.note(now, Logbook.Turn.GIVEN_AWAY);
            Beat home = Placement.home(session, others);
            host.release(session, home == null ? null : home.voiceHost(), home == null ? 0 : home.voicePort());
        }
        written.clear();
    }

    private Behavior<Command> onEnded(Ended ended) {
        leaving.remove(ended.session());
        if (tenures.remove(ended.session()) != null) {
            savedSessions.forget(ended.session());
            tenancy.release(now(), ended.session(), outbox);
        }
        return settle();
    }

    private Behavior<Command> onDecline(Decline declined) {
        leaving.remove(declined.session());
        if (tenures.remove(declined.session()) != null) {
            tenancy.release(now(), declined.session(), outbox);
        }
        return settle();
    }

    private Behavior<Command> onDrain() {
        if (!draining) {
            draining = true;
            logbook.handleDrain(tenures.size());
            tenancy.drain(now(), outbox);
            opening.clear();
            // Claims and loads under way would bring sessions that nobody hands over any more.
            tenancy.sessions().stream()
                    .filter(session -> !tenures.containsKey(session))
                    .forEach(session -> tenancy.release(now(), session, outbox));
            decide(now(), List.copyOf(wanted.keySet()));
            moves.drain(tenures.size());
        }
        return settle();
    }

    private void handOver(String session) {
        leaving.add(session);
        host.prepareHandOver(session);
    }

    private List<Beat> others(long now) {
        return tenancy.alive(now, freshNanos).stream()
                .filter(node -> !node.from().equals(members.self()))
                .toList();
    }

    private Behavior<Command> settle() {
        if (draining && !drained && tenures.isEmpty()) {
            drained = true;
            logbook.handleDrained();
            host.drained();
        }
        return this;
    }

    private long now() {
        return clock.getAsLong();
    }

    private final class Outbox implements TenancyOutbox {
        @Override
        public void send(String node, ClusterMessage message) {
            members.tell(node, new FromNode(message));
        }

        @Override
        public void granted(String session, long epoch) {
            load(session, epoch);
        }

        @Override
        public void suspended(String session) {
            Tenure tenure = tenures.get(session);
            if (tenure != null) {
                logbook.note(now(), Logbook.Turn.SILENCED);
                tenure.extend(tenure.epoch(), Long.MIN_VALUE);
            }
        }

        @Override
        public void resumed(String session, long epoch) {
            Tenure tenure = tenures.get(session);
            if (tenure == null) {
                granted(session, epoch);
            } else {
                logbook.note(now(), Logbook.Turn.RESUMED);
                tenure.extend(epoch, tenancy.heldUntilNanos(session));
                host.resumed(session);
            }
        }

        @Override
        public void lost(String session) {
            leaving.remove(session);
            if (tenures.remove(session) != null) {
                logbook.note(now(), Logbook.Turn.LOST);
                Beat home = Placement.home(session, others(now()));
                host.release(session, home == null ? null : home.voiceHost(), home == null ? 0 : home.voicePort());
            }
        }
    }
}

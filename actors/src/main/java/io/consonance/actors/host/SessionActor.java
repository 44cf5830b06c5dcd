package io.consonance.actors.host;

import io.consonance.actors.cluster.SessionOwnership;
import io.consonance.actors.cluster.Tenure;
import io.consonance.actors.settings.SessionSettings;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.host.Member;
import io.consonance.engine.host.SavedSession;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;

/**
 * One named session: drives the engine's {@link HostSession}, the only owner of its roster. Peers are attached by the host's
 * guardian and speak to it directly; what the machine wants sent goes to their actors, never further. It tells the relay who
 * speaks for whom, its rooms who is in them, and the guardian when it has been empty for the linger time.
 */
final class SessionActor extends AbstractBehavior<SessionActor.Command> {
    /** What a session is told. */
    sealed interface Command {}

    /** A peer wants in; it is told {@link PeerActor.Attached}. */
    record Attach(long link, ActorRef<PeerActor.Command> peer) implements Command {}

    /** A Dissonance packet of an attached peer. */
    record FromPeer(long link, boolean reliable, ByteString packet) implements Command {}

    /** A peer gives no more frames until it is told {@link PeerActor.FramesHandled}, behind all it gave. */
    record FramesGiven(long link) implements Command {}

    /** Tell the peer that all it sent before has been processed. */
    record Barrier(long link) implements Command {}

    /** A datagram of an attached peer named another session. */
    record WrongSession(long link) implements Command {}

    /** The peer's connection is gone. */
    record Detach(long link) implements Command {}

    /** The peer's UDP is bound there, or not any more (null). */
    record UdpAt(long link, InetSocketAddress address) implements Command {}

    /** Removes a player and closes its link; answers whether there was one. */
    record Kick(String player, RejectCode code, String reason, ActorRef<Boolean> replyTo) implements Command {}

    /** Kicks a player, if it is here, and refuses its name for this long; answers whether it was here. */
    record Ban(String player, Duration duration, String reason, ActorRef<Boolean> replyTo) implements Command {}

    /** Lifts a ban; answers whether there was one. */
    record Unban(String player, ActorRef<Boolean> replyTo) implements Command {}

    /** Silences a player, or not; answers whether there was one. */
    record Mute(String player, boolean muted, ActorRef<Boolean> replyTo) implements Command {}

    /** Mutes a room as a whole, or not; answers whether there is such a room. */
    record MuteRoom(String room, boolean muted, ActorRef<Boolean> replyTo) implements Command {}

    /** A room mutes one of its members, or not. */
    record MutedByRoom(String room, int clientId, boolean muted) implements Command {}

    /** So many voice packets of a peer went through the relay since the last such message. */
    record Spoke(long link, long packets) implements Command {}

    /** Asks for the session as it is. */
    record GetSnapshot(ActorRef<Optional<SessionSnapshot>> replyTo) implements Command {}

    /** Asks for a room as it is. */
    record GetRoom(String room, ActorRef<Optional<RoomSnapshot>> replyTo) implements Command {}

    /** Stays from now on, even when it is empty. */
    record Keep() implements Command {}

    /** Removes everybody, with this code, and stops. */
    record Close(RejectCode code, String reason) implements Command {}

    /** The tenure holds again. */
    record Resume() implements Command {}

    /** Changes nothing any more and tells the cluster how it is. */
    record HandOver() implements Command {}

    /** Sends its peers there, or just away if {@code host} is null, and stops; it goes on elsewhere. */
    record MoveAway(String host, int port) implements Command {}

    /** The client of that name, here or gone, may have lost the last reason it was muted for. */
    record ReviewMute(String player) implements Command {}

    private enum Timer implements Command {
        WAKE,
        EMPTY_FOR_LONG,
        SAVE,
        GONE
    }

    /**
     * How a session begins.
     *
     * @param saved how it was on another node; null for a new one
     */
    record Beginning(String name, int sessionId, SavedSession saved, Tenure tenure, boolean keptWhenEmpty) {}

    /**
     * What a session has from its host.
     *
     * @param ownership null for a host without a cluster
     */
    record Surroundings(
            ActorRef<HostActor.Command> host,
            HostRelay relay,
            SessionSettings settings,
            HostSettings machineSettings,
            boolean candidatesOffered,
            SessionOwnership ownership,
            Duration returnGrace,
            Consumer<VoiceHostEvent> listener,
            HostCounters counters,
            LongSupplier clock) {}

    /** The scheduler refuses delays of many months, which a ban may have; to wake too early does no harm. */
    private static final long LONGEST_SLEEP_NANOS = Duration.ofDays(1).toNanos();

    /** So much is put together into one message to the other nodes. */
    private static final Duration SAVE_DELAY = Duration.ofMillis(50);

    /** Peers that were sent away have this long to go. */
    private static final Duration GOING = Duration.ofSeconds(5);

    private final String name;
    private final Tenure tenure;
    private final Deferral deferral = new Deferral();

    private boolean frozen;
    /** Where peers are sent; set when the session has gone. */
    private PeerActor.Message sentAway;

    private boolean saving;
    private long revision;
    private boolean keptWhenEmpty;
    private final Surroundings around;
    private final HostSession session;
    private final SessionOutbox outbox;
    private final TimerScheduler<Command> timers;
    private final SessionPeers peers = new SessionPeers();
    private final SessionRooms rooms;
    private final Moderation moderation;

    private long attaches;
    /** Whether it ever had a client, here or where it ran before. */
    private boolean everJoined;

    private long armedAtNanos = Long.MAX_VALUE;
    private boolean lingering;

    static Behavior<Command> create(Beginning beginning, Surroundings around) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new SessionActor(context, timers, beginning, around)));
    }

    private SessionActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, Beginning beginning, Surroundings around) {
        super(context);
        this.timers = timers;
        this.name = beginning.name();
        this.tenure = beginning.tenure();
        this.keptWhenEmpty = beginning.keptWhenEmpty();
        this.around = around;
        int sessionId = beginning.sessionId();
        this.session = new HostSession(sessionId, around.machineSettings());
        this.rooms = new SessionRooms(context, name, around.settings().speakingHold(), around.clock());
        this.outbox = new SessionOutbox(name, session, around, peers, rooms, context.getSelf(), context.getLog());
        this.moderation = outbox.moderation();
        around.listener().accept(new VoiceHostEvent.SessionOpened(name, sessionId));
        if (beginning.saved() != null) {
            everJoined = true;
            moderation.restore(beginning.saved().mutedNames());
            session.restore(now(), beginning.saved(), around.returnGrace(), outbox);
            beginning.saved().mutedRooms().forEach(this::restoreMute);
        }
        outbox.noteChange();
        settle();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromPeer.class, this::onFromPeer)
                .onMessage(Barrier.class, this::onBarrier)
                .onMessage(FramesGiven.class, this::onFramesGiven)
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(WrongSession.class, this::onWrongSession)
                .onMessage(UdpAt.class, this::onUdpAt)
                .onMessage(Spoke.class, this::onSpoke)
                .onMessage(Kick.class, this::onKick)
                .onMessage(Ban.class, this::onBan)
                .onMessage(Unban.class, this::onUnban)
                .onMessage(Mute.class, this::onMute)
                .onMessage(MuteRoom.class, this::onMuteRoom)
                .onMessage(MutedByRoom.class, this::onMutedByRoom)
                .onMessage(ReviewMute.class, this::onReviewMute)
                .onMessage(GetSnapshot.class, this::onGetSnapshot)
                .onMessage(GetRoom.class, this::onGetRoom)
                .onMessage(Keep.class, this::onKeep)
                .onMessage(Close.class, this::onClose)
                .onMessage(Resume.class, this::onResume)
                .onMessage(HandOver.class, this::onHandOver)
                .onMessage(MoveAway.class, this::onMoveAway)
                .onMessageEquals(Timer.SAVE, this::onSave)
                .onMessageEquals(Timer.GONE, Behaviors::stopped)
                .onMessageEquals(Timer.WAKE, this::onWake)
                .onMessageEquals(Timer.EMPTY_FOR_LONG, this::onEmptyForLong)
                .build();
    }

    private Behavior<Command> onAttach(Attach attach) {
        if (sentAway != null) {
            attach.peer().tell(sentAway);
            return this;
        }
        attaches++;
        peers.add(attach.link(), attach.peer());
        getContext().watchWith(attach.peer(), new Detach(attach.link()));
        attach.peer().tell(new PeerActor.Attached(getContext().getSelf(), session.sessionId()));
        return settle();
    }

    private Behavior<Command> onFromPeer(FromPeer from) {
        if (isDeferred(from.link(), from, from.packet().length())) {
            return this;
        }
        if (moderation.refuses(from.packet())) {
            peers.tell(from.link(), new PeerActor.Reject(RejectCode.BANNED, "banned"));
        } else {
            session.handlePacket(now(), from.link(), from.reliable(), from.packet(), outbox);
            if (!outbox.takeDropped() && Wire.typeCodeOf(from.packet()) == PacketType.SERVER_RELAY_UNRELIABLE.code()) {
                rooms.spoke(session.roster().memberAt(from.link()), 1);
            }
        }
        return settle();
    }

    private Behavior<Command> onBarrier(Barrier barrier) {
        if (isDeferred(barrier.link(), barrier, 0)) {
            return this;
        }
        peers.tell(barrier.link(), new PeerActor.Processed());
        return this;
    }

    private Behavior<Command> onFramesGiven(FramesGiven given) {
        peers.tell(given.link(), new PeerActor.FramesHandled());
        return this;
    }

    private Behavior<Command> onDetach(Detach detach) {
        deferral.forget(detach.link());
        if (sentAway != null) {
            peers.remove(detach.link());
            return peers.isEmpty() ? Behaviors.stopped() : this;
        }
        // Who leaves a session that is about to move is missed there, and removed.
        if (frozen) {
            peers.remove(detach.link());
            return this;
        }
        if (peers.contains(detach.link())) {
            session.handleLinkClosed(now(), detach.link(), outbox);
            peers.remove(detach.link());
            outbox.linkClosed(detach.link());
        }
        return settle();
    }

    private Behavior<Command> onWrongSession(WrongSession wrong) {
        if (peers.contains(wrong.link())) {
            session.handleWrongSession(now(), wrong.link(), outbox);
        }
        return this;
    }

    private Behavior<Command> onUdpAt(UdpAt udp) {
        if (peers.contains(udp.link())) {
            outbox.bound(udp.link(), udp.address());
        }
        return this;
    }

    private Behavior<Command> onSpoke(Spoke spoke) {
        Member member = session.roster().memberAt(spoke.link());
        if (member != null) {
            rooms.spoke(member, spoke.packets());
        }
        return this;
    }

    private Behavior<Command> onKick(Kick kick) {
        kick.replyTo().tell(moderation.kick(kick.player(), kick.code(), kick.reason()));
        return settle();
    }

    private Behavior<Command> onBan(Ban ban) {
        around.listener().accept(new VoiceHostEvent.PlayerBanned(name, ban.player(), ban.duration()));
        ban.replyTo().tell(moderation.ban(ban.player(), ban.duration(), ban.reason()));
        return settle();
    }

    private Behavior<Command> onUnban(Unban unban) {
        unban.replyTo().tell(moderation.unban(unban.player()));
        return this;
    }

    private Behavior<Command> onMute(Mute mute) {
        mute.replyTo().tell(moderation.mute(mute.player(), mute.muted()));
        return settle();
    }

    private Behavior<Command> onMuteRoom(MuteRoom mute) {
        mute.replyTo().tell(rooms.mute(mute.room(), mute.muted()));
        outbox.noteChange();
        return settle();
    }

    /** At once for who is in it: nobody is to speak before the room has asked. */
    private void restoreMute(String room) {
        if (rooms.mute(room, true)) {
            List.copyOf(session.roster().membersOf(room))
                    .forEach(member -> moderation.muteByRoom(member.clientId(), room, true));
        }
    }

    private Behavior<Command> onMutedByRoom(MutedByRoom muted) {
        moderation.muteByRoom(muted.clientId(), muted.room(), muted.muted());
        return settle();
    }

    private Behavior<Command> onReviewMute(ReviewMute review) {
        moderation.review(review.player());
        return settle();
    }

    private Behavior<Command> onGetSnapshot(GetSnapshot get) {
        List<SessionSnapshot.Player> players = session.roster().members().stream()
                .map(member -> new SessionSnapshot.Player(
                        member.name(),
                        member.clientId(),
                        member.codec(),
                        member.rooms().stream().sorted().toList(),
                        member.muted()))
                .toList();
        List<String> roomNames = session.roster().rooms().stream().sorted().toList();
        get.replyTo().tell(Optional.of(new SessionSnapshot(name, session.sessionId(), players, roomNames)));
        return this;
    }

    private Behavior<Command> onGetRoom(GetRoom get) {
        rooms.ask(get.room(), get.replyTo());
        return this;
    }

    private Behavior<Command> onKeep(Keep keep) {
        keptWhenEmpty = true;
        return settle();
    }

    private Behavior<Command> onClose(Close close) {
        session.close(now(), close.code(), close.reason(), outbox);
        peers.rejectAll(close.code(), close.reason());
        around.listener().accept(new VoiceHostEvent.SessionClosed(name, session.sessionId()));
        return Behaviors.stopped();
    }

    /** Whether the session must not be changed here now: another node may serve it, or is about to. */
    private boolean isDeferred(long link, Command command, int bytes) {
        if (!frozen && tenure.holds(now())) {
            // The word that the tenure holds again may come later than the next packet.
            replay();
            if (deferral.isEmpty()) {
                return false;
            }
        }
        if (!deferral.defer(link, command, bytes)) {
            around.counters().count("packetsDroppedTooManyDeferred");
            peers.tell(link, new PeerActor.Reject(RejectCode.RATE_LIMITED, "too much while the session moves"));
        }
        return true;
    }

    private void replay() {
        for (Command command : deferral.take()) {
            if (command instanceof FromPeer from) {
                onFromPeer(from);
            } else if (command instanceof Barrier barrier) {
                onBarrier(barrier);
            }
        }
    }

    private Behavior<Command> onResume(Resume resume) {
        replay();
        outbox.noteChange();
        return settle();
    }

    private Behavior<Command> onHandOver(HandOver over) {
        frozen = true;
        around.ownership().handOver(name, saved());
        return this;
    }

    private Behavior<Command> onMoveAway(MoveAway move) {
        frozen = true;
        sentAway = move.host() == null
                ? new PeerActor.Reject(RejectCode.DRAINING, "the session is elsewhere")
                : new PeerActor.Redirect(move.host(), move.port());
        peers.tellAll(sentAway);
        around.listener().accept(new VoiceHostEvent.SessionClosed(name, session.sessionId()));
        // Not before the peers have gone: that this actor ends must not reach them before where they are to go.
        timers.cancelAll();
        timers.startSingleTimer(Timer.GONE, Timer.GONE, GOING);
        return peers.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onSave() {
        saving = false;
        if (!frozen && tenure.holds(now())) {
            around.ownership().save(name, saved());
        }
        return this;
    }

    private SavedSession saved() {
        return session.save(now(), tenure.epoch(), ++revision).withMutes(moderation.mutedAlone(), rooms.muted());
    }

    private Behavior<Command> onWake() {
        armedAtNanos = Long.MAX_VALUE;
        if (frozen) {
            return this;
        }
        session.handleWake(now(), outbox);
        moderation.handleWake();
        return settle();
    }

    /** The guardian knows of joins that are on their way here; it closes the session, or the next empty spell asks again. */
    private Behavior<Command> onEmptyForLong() {
        lingering = false;
        if (peers.isEmpty()) {
            around.host().tell(new HostActor.SessionIdle(name, attaches));
        }
        return this;
    }

    /** What holds after every message: the next deadline has its timer, and an empty session is on its way out. */
    private Behavior<Command> settle() {
        long wakeAt = Math.min(session.wakeAtNanos(), moderation.wakeAtNanos());
        if (wakeAt < armedAtNanos) {
            armedAtNanos = wakeAt;
            long delay = Math.min(Math.max(0, wakeAt - now()), LONGEST_SLEEP_NANOS);
            timers.startSingleTimer(Timer.WAKE, Timer.WAKE, Duration.ofNanos(delay));
        }
        if (outbox.takeChanged() && !saving && around.ownership() != null) {
            saving = true;
            timers.startSingleTimer(Timer.SAVE, Timer.SAVE, SAVE_DELAY);
        }
        everJoined |= session.roster().size() > 0;
        boolean empty = peers.isEmpty() && !keptWhenEmpty;
        if (empty && !lingering && attaches > 0 && !everJoined) {
            // There is nobody to keep an id for, and names that nobody joined would use up the sessions.
            around.host().tell(new HostActor.SessionIdle(name, attaches));
        } else if (empty && !lingering) {
            timers.startSingleTimer(
                    Timer.EMPTY_FOR_LONG,
                    Timer.EMPTY_FOR_LONG,
                    around.settings().emptySessionLinger());
        } else if (!empty && lingering) {
            timers.cancel(Timer.EMPTY_FOR_LONG);
        }
        lingering = empty;
        return this;
    }

    private long now() {
        return around.clock().getAsLong();
    }
}

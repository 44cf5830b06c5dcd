package io.consonance.actors.host;

import io.consonance.actors.settings.SessionSettings;
import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.host.Member;
import io.consonance.engine.link.LinkCandidate;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** So many voice packets of a client went through the relay, to this room among others. */
    record Spoke(int clientId, long packets) implements Command {}

    /** Asks for the session as it is. */
    record GetSnapshot(ActorRef<Optional<SessionSnapshot>> replyTo) implements Command {}

    /** Asks for a room as it is. */
    record GetRoom(String room, ActorRef<Optional<RoomSnapshot>> replyTo) implements Command {}

    /** Stays from now on, even when it is empty. */
    record Keep() implements Command {}

    /** Removes everybody, with this code, and stops. */
    record Close(RejectCode code, String reason) implements Command {}

    /** The client of that name, here or gone, may have lost the last reason it was muted for. */
    private record ReviewMute(String player) implements Command {}

    private enum Timer implements Command {
        WAKE,
        EMPTY_FOR_LONG
    }

    /** What a session has from its host. */
    record Surroundings(
            ActorRef<HostActor.Command> host,
            HostRelay relay,
            SessionSettings settings,
            HostSettings machineSettings,
            boolean candidatesOffered,
            Consumer<VoiceHostEvent> listener,
            HostCounters counters,
            LongSupplier clock) {}

    /** Beyond this many members a room's voice goes through the host anyway: a sender would pay each copy itself. */
    private static final int MAX_DIRECT_ROOM = 16;

    private final String name;
    private boolean keptWhenEmpty;
    private final Surroundings around;
    private final HostSession session;
    private final Outbox outbox = new Outbox();
    private final TimerScheduler<Command> timers;
    private final Map<Long, ActorRef<PeerActor.Command>> peers = new HashMap<>();
    private final Map<String, ActorRef<RoomActor.Command>> rooms = new HashMap<>();
    private final Mutes mutes = new Mutes();
    private final Bans bans = new Bans();
    private final Candidates candidates = new Candidates();
    private long attaches;
    private long roomsMade;
    private long armedAtNanos = Long.MAX_VALUE;
    private boolean lingering;

    static Behavior<Command> create(String name, int sessionId, boolean keptWhenEmpty, Surroundings around) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new SessionActor(context, timers, name, sessionId, keptWhenEmpty, around)));
    }

    private SessionActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String name,
            int sessionId,
            boolean keptWhenEmpty,
            Surroundings around) {
        super(context);
        this.timers = timers;
        this.name = name;
        this.keptWhenEmpty = keptWhenEmpty;
        this.around = around;
        this.session = new HostSession(sessionId, around.machineSettings());
        around.listener().accept(new VoiceHostEvent.SessionOpened(name, sessionId));
        settle();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FromPeer.class, this::onFromPeer)
                .onMessage(Barrier.class, this::onBarrier)
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
                .onMessageEquals(Timer.WAKE, this::onWake)
                .onMessageEquals(Timer.EMPTY_FOR_LONG, this::onEmptyForLong)
                .build();
    }

    private Behavior<Command> onAttach(Attach attach) {
        attaches++;
        peers.put(attach.link(), attach.peer());
        getContext().watchWith(attach.peer(), new Detach(attach.link()));
        attach.peer().tell(new PeerActor.Attached(getContext().getSelf(), session.sessionId()));
        return settle();
    }

    private Behavior<Command> onFromPeer(FromPeer from) {
        if (refusesBanned(from)) {
            outbox.reject(from.link(), RejectCode.BANNED, "banned");
        } else {
            session.handlePacket(now(), from.link(), from.reliable(), from.packet(), outbox);
        }
        return settle();
    }

    private boolean refusesBanned(FromPeer from) {
        if (bans.isEmpty() || Wire.typeCodeOf(from.packet()) != PacketType.HANDSHAKE_REQUEST.code()) {
            return false;
        }
        try {
            return Packet.decode(from.packet()) instanceof HandshakeRequest request
                    && bans.isBanned(now(), request.name());
        } catch (MalformedPacketException e) {
            return false;
        }
    }

    private Behavior<Command> onBarrier(Barrier barrier) {
        ActorRef<PeerActor.Command> peer = peers.get(barrier.link());
        if (peer != null) {
            peer.tell(new PeerActor.Processed());
        }
        return this;
    }

    private Behavior<Command> onDetach(Detach detach) {
        if (peers.containsKey(detach.link())) {
            session.handleLinkClosed(now(), detach.link(), outbox);
            candidates.forgetLink(detach.link());
            peers.remove(detach.link());
        }
        return settle();
    }

    private Behavior<Command> onWrongSession(WrongSession wrong) {
        if (peers.containsKey(wrong.link())) {
            session.handleWrongSession(now(), wrong.link(), outbox);
        }
        return this;
    }

    private Behavior<Command> onUdpAt(UdpAt seen) {
        if (peers.containsKey(seen.link())) {
            candidates.seen(seen.link(), seen.address());
            Member member = session.roster().memberAt(seen.link());
            if (member != null) {
                member.rooms().forEach(room -> offerCandidates(member, room));
            }
        }
        return this;
    }

    /** The member and the others of the room learn each other's address, where both have one. */
    private void offerCandidates(Member member, String room) {
        Collection<Member> others = session.roster().membersOf(room);
        if (!around.candidatesOffered() || others.size() > MAX_DIRECT_ROOM) {
            return;
        }
        for (Member other : others) {
            if (other.clientId() != member.clientId()) {
                tellCandidate(member.link(), other);
                tellCandidate(other.link(), member);
            }
        }
    }

    private void tellCandidate(long receiver, Member about) {
        InetSocketAddress address = candidates.tell(receiver, about.link());
        if (address != null) {
            outbox.send(receiver, LinkCandidate.of(about.clientId(), address).encode(), true);
        }
    }

    private Behavior<Command> onSpoke(Spoke spoke) {
        Member member = session.roster().member(spoke.clientId());
        if (member != null) {
            RoomActor.Spoke told = new RoomActor.Spoke(spoke.clientId(), spoke.packets());
            member.rooms().forEach(room -> rooms.get(room).tell(told));
        }
        return this;
    }

    private Behavior<Command> onKick(Kick kick) {
        kick.replyTo().tell(remove(kick.player(), kick.code(), kick.reason()));
        return settle();
    }

    private Behavior<Command> onBan(Ban ban) {
        bans.add(ban.player(), now() + ban.duration().toNanos());
        around.listener().accept(new VoiceHostEvent.PlayerBanned(name, ban.player(), ban.duration()));
        ban.replyTo().tell(remove(ban.player(), RejectCode.BANNED, ban.reason()));
        return settle();
    }

    private boolean remove(String player, RejectCode code, String reason) {
        Member member = session.roster().memberNamed(player);
        if (member != null) {
            session.kick(now(), member.clientId(), code, reason, outbox);
        }
        return member != null;
    }

    private Behavior<Command> onUnban(Unban unban) {
        unban.replyTo().tell(bans.remove(unban.player()));
        return this;
    }

    private Behavior<Command> onMute(Mute mute) {
        Member member = session.roster().memberNamed(mute.player());
        if (member != null) {
            setMuted(member.clientId(), mutes.set(member.name(), mute.muted()));
        }
        mute.replyTo().tell(member != null);
        return settle();
    }

    private Behavior<Command> onMuteRoom(MuteRoom mute) {
        ActorRef<RoomActor.Command> room = rooms.get(mute.room());
        if (room != null) {
            room.tell(new RoomActor.MuteRoom(mute.muted()));
        }
        mute.replyTo().tell(room != null);
        return this;
    }

    private Behavior<Command> onMutedByRoom(MutedByRoom muted) {
        Member member = session.roster().member(muted.clientId());
        // The room may speak of a client that left, or of a member it has lost, meanwhile.
        if (member != null && member.rooms().contains(muted.room())) {
            setMuted(muted.clientId(), mutes.setByRoom(member.name(), muted.room(), muted.muted()));
        }
        return settle();
    }

    private Behavior<Command> onReviewMute(ReviewMute review) {
        if (!mutes.isMuted(review.player())) {
            session.unmute(now(), review.player(), outbox);
        }
        return settle();
    }

    private void setMuted(int clientId, boolean muted) {
        session.mute(now(), clientId, muted, outbox);
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
        ActorRef<RoomActor.Command> room = rooms.get(get.room());
        if (room == null) {
            get.replyTo().tell(Optional.empty());
        } else {
            room.tell(new RoomActor.GetSnapshot(get.replyTo()));
        }
        return this;
    }

    private Behavior<Command> onKeep(Keep keep) {
        keptWhenEmpty = true;
        return settle();
    }

    private Behavior<Command> onClose(Close close) {
        session.close(now(), close.code(), close.reason(), outbox);
        peers.values().forEach(peer -> peer.tell(new PeerActor.Reject(close.code(), close.reason())));
        around.listener().accept(new VoiceHostEvent.SessionClosed(name, session.sessionId()));
        return Behaviors.stopped();
    }

    private Behavior<Command> onWake() {
        armedAtNanos = Long.MAX_VALUE;
        session.handleWake(now(), outbox);
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

    /** What holds after every message: the machine's timer is armed, and an empty session is on its way out. */
    private Behavior<Command> settle() {
        long wakeAt = session.wakeAtNanos();
        if (wakeAt < armedAtNanos) {
            armedAtNanos = wakeAt;
            timers.startSingleTimer(Timer.WAKE, Timer.WAKE, Duration.ofNanos(Math.max(0, wakeAt - now())));
        }
        boolean empty = peers.isEmpty() && !keptWhenEmpty;
        if (empty && !lingering) {
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

    private final class Outbox implements HostOutbox {
        /** Receivers of a broadcast share one message, as they share its packet. */
        private PeerActor.Deliver lastDelivered = new PeerActor.Deliver(ByteString.emptyByteString(), true);

        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            ActorRef<PeerActor.Command> peer = peers.get(link);
            if (peer == null) {
                return;
            }
            if (lastDelivered.packet() != packet || lastDelivered.reliable() != reliable) {
                lastDelivered = new PeerActor.Deliver(packet, reliable);
            }
            peer.tell(lastDelivered);
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            ActorRef<PeerActor.Command> peer = peers.get(link);
            if (peer != null) {
                peer.tell(new PeerActor.Reject(code, reason));
            }
        }

        @Override
        public void dropped(long link, HostDrop reason) {
            around.counters().countDropped(reason);
            ActorRef<PeerActor.Command> peer = peers.get(link);
            if (reason.damage() && peer != null) {
                peer.tell(new PeerActor.Damaged(1));
            }
        }

        @Override
        public void event(HostEvent event) {
            if (event instanceof HostEvent.ClientJoined joined) {
                around.relay().join(joined.link(), session.sessionId(), joined.clientId());
                takeOverMute(session.roster().member(joined.clientId()));
                told(new VoiceHostEvent.PlayerJoined(name, joined.name(), joined.clientId()));
            } else if (event instanceof HostEvent.ClientLeft left) {
                around.relay().leave(left.link());
                candidates.forgetClient(left.link());
                told(new VoiceHostEvent.PlayerLeft(name, left.name(), left.clientId()));
            } else if (event instanceof HostEvent.RoomEntered entered) {
                entered(session.roster().member(entered.clientId()), entered.room());
            } else if (event instanceof HostEvent.RoomLeft left) {
                left(session.roster().member(left.clientId()), left.room());
            } else if (event instanceof HostEvent.ClientMuted muted) {
                Member member = session.roster().member(muted.clientId());
                around.relay().mute(member.link(), muted.muted());
                told(new VoiceHostEvent.PlayerMuted(name, member.name(), muted.muted()));
            } else if (event instanceof HostEvent.CodecsDiffer differ) {
                getContext().getLog().info("Session {} mixes codecs: {} and {}", name, differ.first(), differ.codec());
            }
        }

        /** The machine remembers by name who was muted; the room that muted it may be another by now. */
        private void takeOverMute(Member member) {
            if (member.muted()) {
                around.relay().mute(member.link(), true);
                getContext().getSelf().tell(new ReviewMute(member.name()));
            }
        }

        private void entered(Member member, String roomName) {
            ActorRef<RoomActor.Command> room = rooms.computeIfAbsent(roomName, this::roomNamed);
            room.tell(new RoomActor.MemberEntered(member.clientId(), member.name()));
            told(new VoiceHostEvent.RoomEntered(name, member.name(), roomName));
            offerCandidates(member, roomName);
        }

        private void left(Member member, String roomName) {
            rooms.get(roomName).tell(new RoomActor.MemberLeft(member.clientId()));
            if (session.roster().membersOf(roomName).isEmpty()) {
                rooms.remove(roomName).tell(new RoomActor.Emptied());
            }
            told(new VoiceHostEvent.RoomLeft(name, member.name(), roomName));
            if (member.muted() && !mutes.setByRoom(member.name(), roomName, false)) {
                getContext().getSelf().tell(new ReviewMute(member.name()));
            }
        }

        private ActorRef<RoomActor.Command> roomNamed(String roomName) {
            Behavior<RoomActor.Command> room = RoomActor.create(
                    name, roomName, getContext().getSelf(), around.settings().speakingHold(), around.clock());
            return getContext().spawn(room, "room-" + roomsMade++);
        }

        private void told(VoiceHostEvent event) {
            around.listener().accept(event);
        }
    }
}

package io.consonance.actors.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * One room of a session: its moderation, who speaks in it, and its statistics. It knows what session events tell it and asks the
 * session for what it wants done; the roster is never its own. Lives while the room has a member.
 */
final class RoomActor extends AbstractBehavior<RoomActor.Command> {
    /** What a room is told. */
    sealed interface Command {}

    /** A client entered; also how the room is rebuilt, once per member. */
    record MemberEntered(int clientId, String name) implements Command {}

    /** A client left the room, or the session. */
    record MemberLeft(int clientId) implements Command {}

    /** So many voice packets of a member went through the host since the last such message. */
    record Spoke(int clientId, long packets) implements Command {}

    /** Mutes or unmutes whoever is in the room, and whoever enters. */
    record MuteRoom(boolean muted) implements Command {}

    /** Asks for the room as it is. */
    record GetSnapshot(ActorRef<Optional<RoomSnapshot>> replyTo) implements Command {}

    /** The last member is gone, and with it the room. */
    record Emptied() implements Command {}

    private static final class Member {
        final String name;
        long spokeNanos;
        boolean spoke;

        Member(String name) {
            this.name = name;
        }
    }

    private final String sessionName;
    private final String room;
    private final ActorRef<SessionActor.Command> session;
    private final long speakingHoldNanos;
    private final LongSupplier clock;
    private final long openedNanos;
    private final Map<Integer, Member> members = new TreeMap<>();
    private boolean muted;
    private int peakMembers;
    private long entries;
    private long voicePackets;

    static Behavior<Command> create(
            String sessionName,
            String room,
            ActorRef<SessionActor.Command> session,
            Duration speakingHold,
            LongSupplier clock) {
        return Behaviors.setup(
                context -> new RoomActor(context, sessionName, room, session, speakingHold.toNanos(), clock));
    }

    private RoomActor(
            ActorContext<Command> context,
            String sessionName,
            String room,
            ActorRef<SessionActor.Command> session,
            long speakingHoldNanos,
            LongSupplier clock) {
        super(context);
        this.sessionName = sessionName;
        this.room = room;
        this.session = session;
        this.speakingHoldNanos = speakingHoldNanos;
        this.clock = clock;
        this.openedNanos = clock.getAsLong();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(MemberEntered.class, this::onMemberEntered)
                .onMessage(MemberLeft.class, this::onMemberLeft)
                .onMessage(Spoke.class, this::onSpoke)
                .onMessage(MuteRoom.class, this::onMuteRoom)
                .onMessage(GetSnapshot.class, this::onGetSnapshot)
                .onMessage(Emptied.class, emptied -> Behaviors.stopped())
                .build();
    }

    private Behavior<Command> onMemberEntered(MemberEntered entered) {
        if (members.putIfAbsent(entered.clientId(), new Member(entered.name())) == null) {
            entries++;
            peakMembers = Math.max(peakMembers, members.size());
            if (muted) {
                askMuted(entered.clientId(), true);
            }
        }
        return this;
    }

    private Behavior<Command> onMemberLeft(MemberLeft left) {
        members.remove(left.clientId());
        return this;
    }

    private Behavior<Command> onSpoke(Spoke spoke) {
        Member member = members.get(spoke.clientId());
        if (member != null) {
            member.spoke = true;
            member.spokeNanos = clock.getAsLong();
            voicePackets += spoke.packets();
        }
        return this;
    }

    private Behavior<Command> onMuteRoom(MuteRoom mute) {
        if (muted != mute.muted()) {
            muted = mute.muted();
            members.keySet().forEach(clientId -> askMuted(clientId, muted));
        }
        return this;
    }

    private void askMuted(int clientId, boolean toMute) {
        session.tell(new SessionActor.MutedByRoom(room, clientId, toMute));
    }

    private Behavior<Command> onGetSnapshot(GetSnapshot get) {
        long now = clock.getAsLong();
        List<String> names = members.values().stream().map(m -> m.name).sorted().toList();
        List<String> speaking = members.values().stream()
                .filter(member -> member.spoke && now - member.spokeNanos <= speakingHoldNanos)
                .map(member -> member.name)
                .sorted()
                .toList();
        get.replyTo()
                .tell(Optional.of(new RoomSnapshot(
                        sessionName,
                        room,
                        names,
                        speaking,
                        muted,
                        peakMembers,
                        entries,
                        voicePackets,
                        Duration.ofNanos(now - openedNanos))));
        return this;
    }
}

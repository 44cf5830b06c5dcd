package io.consonance.actors.host;

import io.consonance.engine.host.Member;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The room actors of a session, one per room somebody is in. Not thread-safe; the session owns it. */
final class SessionRooms {
    private final ActorContext<SessionActor.Command> context;
    private final String session;
    private final Duration speakingHold;
    private final LongSupplier clock;
    private final Map<String, ActorRef<RoomActor.Command>> byName = new HashMap<>();
    /** Rooms that mute whoever is in them: their actors do it, and this is what another node is told. */
    private final Set<String> muted = new TreeSet<>();

    private long made;

    SessionRooms(
            ActorContext<SessionActor.Command> context, String session, Duration speakingHold, LongSupplier clock) {
        this.context = context;
        this.session = session;
        this.speakingHold = speakingHold;
        this.clock = clock;
    }

    void entered(Member member, String room) {
        byName.computeIfAbsent(room, this::make).tell(new RoomActor.MemberEntered(member.clientId(), member.name()));
    }

    /** A member left; with the last one the room ends. */
    void left(Member member, String room, boolean last) {
        ActorRef<RoomActor.Command> actor = last ? byName.remove(room) : byName.get(room);
        actor.tell(new RoomActor.MemberLeft(member.clientId()));
        if (last) {
            muted.remove(room);
            actor.tell(new RoomActor.Emptied());
        }
    }

    /** All rooms of a member hear that it spoke: only receivers know which of its channels a packet was for. */
    void spoke(Member member, long packets) {
        RoomActor.Spoke told = new RoomActor.Spoke(member.clientId(), packets);
        member.rooms().forEach(room -> byName.get(room).tell(told));
    }

    /** Mutes a room as a whole, or not; false where there is none of that name. */
    boolean mute(String room, boolean toMute) {
        boolean there = tell(room, new RoomActor.MuteRoom(toMute));
        if (there && toMute) {
            muted.add(room);
        } else {
            muted.remove(room);
        }
        return there;
    }

    /** The rooms muted as a whole, sorted. */
    List<String> muted() {
        return List.copyOf(muted);
    }

    /** Tells a room; false where there is none of that name. */
    private boolean tell(String room, RoomActor.Command command) {
        ActorRef<RoomActor.Command> actor = byName.get(room);
        if (actor != null) {
            actor.tell(command);
        }
        return actor != null;
    }

    /** Has the room answer, or answers for a room that is not there. */
    void ask(String room, ActorRef<Optional<RoomSnapshot>> replyTo) {
        if (!tell(room, new RoomActor.GetSnapshot(replyTo))) {
            replyTo.tell(Optional.empty());
        }
    }

    private ActorRef<RoomActor.Command> make(String room) {
        return context.spawn(RoomActor.create(session, room, context.getSelf(), speakingHold, clock), "room-" + made++);
    }
}

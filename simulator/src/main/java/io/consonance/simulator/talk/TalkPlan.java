package io.consonance.simulator.talk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What everybody says in one run, laid down before it starts: talkspurts by room, frames by speaker. Immutable.
 */
public final class TalkPlan {

    private final RoomLayout layout;
    private final List<List<Talkspurt>> rooms;
    private final List<SpeakerPlan> speakers;

    private TalkPlan(RoomLayout layout, List<List<Talkspurt>> rooms, List<SpeakerPlan> speakers) {
        this.layout = layout;
        this.rooms = rooms;
        this.speakers = speakers;
    }

    /** The given spurts, one list per room, each ordered by start, in frames of the same length. */
    public static TalkPlan of(RoomLayout layout, Duration frame, List<List<Talkspurt>> rooms) {
        return of(layout, peer -> frame, rooms);
    }

    /** The same with each peer's own length of a frame. */
    public static TalkPlan of(RoomLayout layout, IntFunction<Duration> frameOf, List<List<Talkspurt>> rooms) {
        List<SpeakerPlan> speakers = new ArrayList<>(layout.peers());
        for (int room = 0; room < layout.rooms(); room++) {
            List<List<Talkspurt>> bySpeaker = new ArrayList<>();
            for (int slot = 0; slot < layout.membersOf(room); slot++) {
                bySpeaker.add(new ArrayList<>());
            }
            rooms.get(room).forEach(spurt -> bySpeaker.get(spurt.speaker()).add(spurt));
            bySpeaker.forEach(spurts -> speakers.add(
                    SpeakerPlan.of(spurts, frameOf.apply(speakers.size()).toNanos())));
        }
        return new TalkPlan(layout, List.copyOf(rooms), List.copyOf(speakers));
    }

    /** Who is in which room. */
    public RoomLayout layout() {
        return layout;
    }

    /** The talkspurts of a room, ordered by start; speakers are places within the room. */
    public List<Talkspurt> room(int room) {
        return rooms.get(room);
    }

    /** The frames a peer intends to send. */
    public SpeakerPlan speaker(int peer) {
        return speakers.get(peer);
    }
}

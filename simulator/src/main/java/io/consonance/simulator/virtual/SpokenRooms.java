package io.consonance.simulator.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rooms that each frame of a session is said in, so that what is heard elsewhere is noticed. Not thread-safe; one owner. */
final class SpokenRooms {

    /** One room of a speaker's past; {@code last} is the frame after it, which still carries the closing of its channel. */
    private record Stay(int room, int first, int last) {}

    private final int[] rooms;
    /** First frame said in the present room; -1 for a speaker who never changed. */
    private final int[] firstFrames;

    private final Map<Integer, List<Stay>> before = new HashMap<>();

    SpokenRooms(int speakers) {
        rooms = new int[speakers];
        firstFrames = new int[speakers];
        Arrays.fill(firstFrames, -1);
    }

    void begins(int speaker, int room) {
        rooms[speaker] = room;
    }

    /** A speaker talks in another room from its next frame on. */
    void changes(int speaker, int room, int nextFrame) {
        before.computeIfAbsent(speaker, unknown -> new ArrayList<>())
                .add(new Stay(rooms[speaker], firstFrames[speaker], nextFrame));
        rooms[speaker] = room;
        firstFrames[speaker] = nextFrame;
    }

    /** Whether a frame is meant for those in a room. */
    boolean isSaidIn(int speaker, int frame, int room) {
        if (frame >= firstFrames[speaker] && room == rooms[speaker]) {
            return true;
        }
        return firstFrames[speaker] >= 0
                && before.get(speaker).stream()
                        .anyMatch(stay -> stay.room == room && frame >= stay.first && frame <= stay.last);
    }
}

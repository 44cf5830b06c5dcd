package io.consonance.simulator.virtual;

import io.consonance.simulator.talk.RoomLayout;

/**
 * Which rooms form a session. Nothing passes between sessions, so they can be run in any order, on any thread.
 *
 * @param whole all rooms of the run
 * @param roomsPerSession rooms of a full session
 */
record Partition(RoomLayout whole, int roomsPerSession) {

    static Partition of(RoomLayout whole, int sessionSize) {
        return new Partition(whole, Math.max(1, sessionSize / whole.roomSize()));
    }

    int sessions() {
        return (whole.rooms() + roomsPerSession - 1) / roomsPerSession;
    }

    int firstRoom(int session) {
        return session * roomsPerSession;
    }

    int firstPeer(int session) {
        return whole.firstPeer(firstRoom(session));
    }

    /** The rooms of one session, counted from its first. */
    RoomLayout layout(int session) {
        int end = Math.min(whole.peers(), whole.firstPeer(firstRoom(session) + roomsPerSession));
        return new RoomLayout(end - firstPeer(session), whole.roomSize());
    }
}

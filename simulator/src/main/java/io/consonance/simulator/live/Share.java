package io.consonance.simulator.live;

import io.consonance.simulator.talk.RoomLayout;

/**
 * The part of a live run that one process takes: whole rooms, so that whoever hears each other goes by one clock.
 *
 * @param index from 0
 * @param of how many shares there are, at least 1
 */
public record Share(int index, int of) {

    /** The whole run. */
    public static final Share ALL = new Share(0, 1);

    /** Checks the range. */
    public Share {
        if (of < 1 || index < 0 || index >= of) {
            throw new IllegalArgumentException("share " + index + " of " + of);
        }
    }

    /** The number of its first peer. */
    int firstPeer(RoomLayout layout) {
        return peersBefore(layout, index);
    }

    /** The number after that of its last peer. */
    int endPeer(RoomLayout layout) {
        return peersBefore(layout, index + 1);
    }

    private int peersBefore(RoomLayout layout, int share) {
        int room = (int) ((long) layout.rooms() * share / of);
        return room == layout.rooms() ? layout.peers() : layout.firstPeer(room);
    }
}

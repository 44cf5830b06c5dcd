package io.consonance.simulator.talk;

/**
 * Which peer is in which room: peers in order, {@code roomSize} to a room, the last room takes what is left.
 *
 * @param peers number of peers, at least 1
 * @param roomSize members of a full room, at least 1
 */
public record RoomLayout(int peers, int roomSize) {

    /** Checks the ranges. */
    public RoomLayout {
        if (peers < 1 || roomSize < 1) {
            throw new IllegalArgumentException("peers " + peers + ", roomSize " + roomSize + ": use at least 1");
        }
    }

    /** Number of rooms. */
    public int rooms() {
        return (peers + roomSize - 1) / roomSize;
    }

    /** The room of a peer. */
    public int roomOf(int peer) {
        return peer / roomSize;
    }

    /** The place of a peer within its room, from 0. */
    public int slotOf(int peer) {
        return peer % roomSize;
    }

    /** The first peer of a room; the others follow. */
    public int firstPeer(int room) {
        return room * roomSize;
    }

    /** Number of peers in a room. */
    public int membersOf(int room) {
        return Math.min(roomSize, peers - room * roomSize);
    }
}

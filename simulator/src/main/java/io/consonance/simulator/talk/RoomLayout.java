package io.consonance.simulator.talk;

import java.util.Arrays;
import java.util.List;

/** Which peer is in which room: peers in order, room by room. Immutable. */
public final class RoomLayout {

    /** First peer of each room, and the number of peers at the end. */
    private final int[] firstPeers;

    private final int[] rooms;

    private RoomLayout(int[] firstPeers) {
        this.firstPeers = firstPeers;
        rooms = new int[firstPeers[firstPeers.length - 1]];
        for (int room = 0; room < firstPeers.length - 1; room++) {
            Arrays.fill(rooms, firstPeers[room], firstPeers[room + 1], room);
        }
    }

    /** Rooms of these sizes, each at least 1. */
    public static RoomLayout of(List<Integer> members) {
        int[] firstPeers = new int[members.size() + 1];
        for (int room = 0; room < members.size(); room++) {
            if (members.get(room) < 1) {
                throw new IllegalArgumentException("a room of " + members.get(room) + " members: use at least 1");
            }
            firstPeers[room + 1] = firstPeers[room] + members.get(room);
        }
        return new RoomLayout(firstPeers);
    }

    /** {@code roomSize} peers to a room, the last room takes what is left. */
    public static RoomLayout even(int peers, int roomSize) {
        if (peers < 1 || roomSize < 1) {
            throw new IllegalArgumentException("peers " + peers + ", roomSize " + roomSize + ": use at least 1");
        }
        int[] firstPeers = new int[(peers + roomSize - 1) / roomSize + 1];
        for (int room = 1; room < firstPeers.length; room++) {
            firstPeers[room] = (int) Math.min(peers, (long) room * roomSize);
        }
        return new RoomLayout(firstPeers);
    }

    /** Number of peers. */
    public int peers() {
        return rooms.length;
    }

    /** Number of rooms. */
    public int rooms() {
        return firstPeers.length - 1;
    }

    /** The room of a peer. */
    public int roomOf(int peer) {
        return rooms[peer];
    }

    /** The place of a peer within its room, from 0. */
    public int slotOf(int peer) {
        return peer - firstPeers[rooms[peer]];
    }

    /** The first peer of a room; the others follow. */
    public int firstPeer(int room) {
        return firstPeers[room];
    }

    /** Number of peers in a room. */
    public int membersOf(int room) {
        return firstPeers[room + 1] - firstPeers[room];
    }
}

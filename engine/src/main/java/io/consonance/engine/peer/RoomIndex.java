package io.consonance.engine.peer;

import io.consonance.engine.wire.RoomId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who is in the rooms we speak to, by room id, in the order of client ids. Only rooms that were asked for are indexed: a
 * peer that speaks to one room of a thousand does not keep the other 999.
 */
final class RoomIndex {

    private static final int MAX_ROOMS = 32;

    /** The members of all rooms with one id. */
    static final class Members {
        private final int roomId;
        private int[] ids = {};
        private int count;

        private Members(int roomId) {
            this.roomId = roomId;
        }

        int count() {
            return count;
        }

        int id(int index) {
            return ids[index];
        }

        private void add(int clientId) {
            int index = Arrays.binarySearch(ids, 0, count, clientId);
            if (index < 0) {
                int at = -index - 1;
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, Math.max(8, count * 2));
                }
                System.arraycopy(ids, at, ids, at + 1, count++ - at);
                ids[at] = clientId;
            }
        }

        private void remove(int clientId) {
            int index = Arrays.binarySearch(ids, 0, count, clientId);
            if (index >= 0) {
                System.arraycopy(ids, index + 1, ids, index, --count - index);
            }
        }
    }

    private final Players players;
    private final List<Members> indexed = new ArrayList<>(0);
    private int version;

    RoomIndex(Players players) {
        this.players = players;
    }

    /** Changes whenever the members of an indexed room do. */
    int version() {
        return version;
    }

    int size() {
        return indexed.size();
    }

    /** Forgets all rooms when most of them are not spoken to any more; who asks next has to ask for all it needs. */
    void shrink(int neededRooms) {
        if (indexed.size() > Math.max(MAX_ROOMS, 2 * neededRooms)) {
            indexed.clear();
        }
    }

    Members membersOf(int roomId) {
        Members members = find(roomId);
        if (members == null) {
            Members made = new Members(roomId);
            players.forEach(player -> {
                if (isInRoomWithId(player, roomId)) {
                    made.add(player.id());
                }
            });
            indexed.add(made);
            members = made;
        }
        return members;
    }

    /** Called when the player is in the room already. */
    void entered(Player player, String room) {
        Members members = indexed.isEmpty() ? null : find(RoomId.of(room));
        if (members != null) {
            members.add(player.id());
            version++;
        }
    }

    /** Called when the player is not in the room any more. */
    void exited(Player player, String room) {
        int roomId = indexed.isEmpty() ? 0 : RoomId.of(room);
        Members members = find(roomId);
        if (members != null && !isInRoomWithId(player, roomId)) {
            members.remove(player.id());
            version++;
        }
    }

    private Members find(int roomId) {
        for (int i = 0; i < indexed.size(); i++) {
            if (indexed.get(i).roomId == roomId) {
                return indexed.get(i);
            }
        }
        return null;
    }

    private static boolean isInRoomWithId(Player player, int roomId) {
        List<String> rooms = player.rooms();
        for (int i = 0; i < rooms.size(); i++) {
            if (RoomId.of(rooms.get(i)) == roomId) {
                return true;
            }
        }
        return false;
    }
}

package io.consonance.engine.peer;

import io.consonance.engine.wire.ClientInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the {@link Players}. A peer has one for everybody in the session, so it holds only what a silent player in
 * another room needs; name, codec and rooms may be shared with other peers' entries.
 */
final class Player {

    final ClientInfo info;
    /** Where it stands in the table's order. */
    int slot;
    /** Null until we hear it. */
    VoiceReceiver voice;
    /** Null while it is reached through the host. */
    DirectLink link;

    private List<String> rooms = List.of();

    Player(ClientInfo info) {
        this.info = info;
    }

    int id() {
        return info.clientId();
    }

    String name() {
        return info.name();
    }

    /** In {@link RoomOrder}. */
    List<String> rooms() {
        return rooms;
    }

    boolean isIn(String room) {
        return rooms.contains(room);
    }

    /** False when it is in that room already. */
    boolean enter(String room) {
        if (rooms.contains(room)) {
            return false;
        }
        List<String> more = new ArrayList<>(rooms.size() + 1);
        more.addAll(rooms);
        more.add(RoomOrder.insertionIndex(more, room), room);
        rooms = List.copyOf(more);
        return true;
    }

    /** False when it is not in that room. */
    boolean exit(String room) {
        int index = rooms.indexOf(room);
        if (index < 0) {
            return false;
        }
        List<String> fewer = new ArrayList<>(rooms);
        fewer.remove(index);
        rooms = List.copyOf(fewer);
        return true;
    }

    /** Takes the list as it is when it is in order, so that peers can share it; an immutable one is expected. */
    void replaceRooms(List<String> replacement) {
        rooms = RoomOrder.ordered(replacement);
    }
}

package io.consonance.engine.peer;

import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The rooms the local peer listens to, counted, by room id. A second name with the id of the first counts as the first
 * one again, as in the original.
 */
final class Subscriptions {

    /** The room name that fills a DeltaChannelState up to the largest frame. */
    private static final int MAX_ROOM_BYTES = Wire.MAX_FRAME_BYTES - 12;

    private static final class Subscription {
        final String room;
        final int roomId;
        int count = 1;

        Subscription(String room, int roomId) {
            this.room = room;
            this.roomId = roomId;
        }
    }

    private final List<Subscription> subscriptions = new ArrayList<>(0);
    private int version;

    /** Changes whenever a room comes or goes. */
    int version() {
        return version;
    }

    /** True when it is the first subscription of that room. Refuses a name that no packet can carry. */
    boolean join(String room) {
        int bytes = WireWriter.utf8Length(room);
        if (bytes > MAX_ROOM_BYTES) {
            throw new IllegalArgumentException("room name of " + bytes + " UTF-8 bytes, at most " + MAX_ROOM_BYTES);
        }
        int roomId = RoomId.of(room);
        Subscription known = find(roomId);
        if (known != null) {
            known.count++;
            return false;
        }
        int index = 0;
        while (index < subscriptions.size() && RoomOrder.COMPARATOR.compare(subscriptions.get(index).room, room) < 0) {
            index++;
        }
        subscriptions.add(index, new Subscription(room, roomId));
        version++;
        return true;
    }

    /** The room that is not listened to any more, or null when subscriptions remain or there were none. */
    String leave(String room) {
        Subscription known = find(RoomId.of(room));
        if (known == null || --known.count > 0) {
            return null;
        }
        subscriptions.remove(known);
        version++;
        return known.room;
    }

    /** The room with that id, or null when we do not listen to one. */
    String roomWithId(int roomId) {
        Subscription known = find(roomId);
        return known == null ? null : known.room;
    }

    /** In {@link RoomOrder}. */
    List<String> rooms() {
        return subscriptions.stream().map(subscription -> subscription.room).toList();
    }

    private Subscription find(int roomId) {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).roomId == roomId) {
                return subscriptions.get(i);
            }
        }
        return null;
    }
}

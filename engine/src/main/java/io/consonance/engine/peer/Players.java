package io.consonance.engine.peer;

import io.consonance.engine.wire.ClientInfo;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Everybody in the session by client id. Iteration follows the original's dictionary: in order of arrival, a newcomer
 * taking the place that became free last; the order of events when everybody leaves at once follows from it.
 *
 * <p>Two references per player and no index by name: names are looked up when a person opens a channel or writes a text,
 * ids with every packet.
 */
final class Players {

    private Player[] byId = {};
    private Player[] slots = {};
    private int slotCount;
    private int[] freeSlots = {};
    private int freeCount;

    int size() {
        return slotCount - freeCount;
    }

    /** Null when there is none. */
    Player get(int clientId) {
        return clientId >= 0 && clientId < byId.length ? byId[clientId] : null;
    }

    /** Null when there is none. */
    Player named(String name) {
        for (int slot = 0; slot < slotCount; slot++) {
            Player player = slots[slot];
            if (player != null && player.name().equals(name)) {
                return player;
            }
        }
        return null;
    }

    /** Everybody in the room of exactly that name, in the order of client ids. */
    int[] idsIn(String room) {
        int[] ids = new int[8];
        int count = 0;
        for (Player player : byId) {
            if (player != null && player.isIn(room)) {
                ids = count < ids.length ? ids : Arrays.copyOf(ids, count * 2);
                ids[count++] = player.id();
            }
        }
        return Arrays.copyOf(ids, count);
    }

    /** The action may remove the player it is given. */
    void forEach(Consumer<Player> action) {
        for (int slot = 0; slot < slotCount; slot++) {
            if (slots[slot] != null) {
                action.accept(slots[slot]);
            }
        }
    }

    Player add(ClientInfo info) {
        Player player = new Player(info);
        byId = withRoomFor(byId, player.id());
        byId[player.id()] = player;
        player.slot = freeCount > 0 ? freeSlots[--freeCount] : slotCount++;
        slots = withRoomFor(slots, player.slot);
        slots[player.slot] = player;
        return player;
    }

    void remove(Player player) {
        byId[player.id()] = null;
        slots[player.slot] = null;
        if (freeCount == freeSlots.length) {
            freeSlots = Arrays.copyOf(freeSlots, Math.max(4, freeCount * 2));
        }
        freeSlots[freeCount++] = player.slot;
    }

    void clear() {
        byId = new Player[0];
        slots = new Player[0];
        freeSlots = new int[0];
        slotCount = 0;
        freeCount = 0;
    }

    private static Player[] withRoomFor(Player[] table, int index) {
        return index < table.length ? table : Arrays.copyOf(table, Math.max(8, Integer.highestOneBit(index) << 1));
    }
}

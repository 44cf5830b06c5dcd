package io.consonance.engine.route;

import java.util.Arrays;

/**
 * The distinct ids of one packet, at most 255 of them; emptied at no cost for the next packet. Not thread-safe, allocates
 * nothing after construction.
 */
final class RecentIds {

    /** Twice what it ever holds, so that probing ends soon. */
    private static final int SLOTS = 512;

    private static final int ID_MASK = 0xFFFF;

    /** A slot is taken when its upper half is the current round; its lower half is the id. */
    private final int[] slots = new int[SLOTS];

    private int round = 0;

    /** Forgets all ids. */
    void clear() {
        if (++round > ID_MASK) {
            Arrays.fill(slots, 0);
            round = 1;
        }
    }

    /** Whether {@code id} (0..65535) was not there yet. */
    boolean add(int id) {
        int taken = round << 16 | id;
        for (int slot = id & SLOTS - 1; ; slot = slot + 1 & SLOTS - 1) {
            if (slots[slot] == taken) {
                return false;
            }
            if (slots[slot] >>> 16 != round) {
                slots[slot] = taken;
                return true;
            }
        }
    }
}

package io.consonance.actors.host;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Session ids of one node: random, 1 .. 0x7FFFFFFE, each given to one session at a time ({@code dissonance.md} 3). Not
 * thread-safe.
 */
final class SessionIds {
    private static final int MOST = 0x7FFF_FFFE;

    private final Random random;
    private final Set<Integer> used = new HashSet<>();

    SessionIds() {
        this(new SecureRandom());
    }

    SessionIds(Random random) {
        this.random = random;
    }

    /** An id no living session of this node has. */
    int next() {
        int id;
        do {
            id = 1 + random.nextInt(MOST);
        } while (!used.add(id));
        return id;
    }

    /** Keeps an id that a session brought along from being given to another one. */
    void reserve(int id) {
        used.add(id);
    }

    /** Takes back the id of a session that is gone. */
    void release(int id) {
        used.remove(id);
    }
}

package io.consonance.engine.link;

import java.util.Arrays;

/** Which of the newest 1,024 counters were seen. Not thread-safe. Counters are unsigned. */
final class ReplayWindow {

    static final int WIDTH = 1024;

    private final long[] seen = new long[WIDTH / Long.SIZE];
    private long newest;
    private boolean empty = true;

    /** Whether a counter is neither older than the window nor marked. */
    boolean isFresh(long counter) {
        if (empty || Long.compareUnsigned(counter, newest) > 0) {
            return true;
        }
        return Long.compareUnsigned(newest - counter, WIDTH) < 0 && (word(counter) & 1L << counter) == 0;
    }

    /** Marks a fresh counter and, when it is the newest, moves the window up to it. */
    void mark(long counter) {
        if (empty || Long.compareUnsigned(counter, newest) > 0) {
            advanceTo(counter);
        }
        seen[index(counter)] |= 1L << counter;
    }

    private void advanceTo(long counter) {
        long steps = empty ? WIDTH : counter - newest;
        if (Long.compareUnsigned(steps, WIDTH) >= 0) {
            Arrays.fill(seen, 0);
        } else {
            for (long passed = newest + 1; passed != counter; passed++) {
                seen[index(passed)] &= ~(1L << passed);
            }
            seen[index(counter)] &= ~(1L << counter);
        }
        newest = counter;
        empty = false;
    }

    private long word(long counter) {
        return seen[index(counter)];
    }

    private static int index(long counter) {
        return (int) (counter & WIDTH - 1) / Long.SIZE;
    }
}

package io.consonance.simulator.virtual;

/**
 * The frames on their way to one listener, in order of arrival; those of one time in the order they were sent. Few
 * overtake each other, so each finds its place in a few steps from the end; a step for each that it overtakes. Adding and
 * taking allocate nothing once the ring has grown. Not thread-safe; one owner.
 */
final class Arrivals {

    private static final int FIRST_FRAMES = 16;

    /** A ring, as the one of frames; their length is a power of two. */
    private long[] nanos = new long[FIRST_FRAMES];

    private SpokenFrame[] frames = new SpokenFrame[FIRST_FRAMES];
    private int head;
    private int size;

    void add(long atNanos, SpokenFrame frame) {
        if (size == nanos.length) {
            lengthen();
        }
        int place = size++;
        for (; place > 0 && nanos[slot(place - 1)] > atNanos; place--) {
            nanos[slot(place)] = nanos[slot(place - 1)];
            frames[slot(place)] = frames[slot(place - 1)];
        }
        nanos[slot(place)] = atNanos;
        frames[slot(place)] = frame;
    }

    /** When the first arrives; Long.MAX_VALUE if nothing is on its way. */
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : nanos[head];
    }

    /** Takes the first; only if there is one. */
    SpokenFrame take() {
        SpokenFrame first = frames[head];
        head = slot(1);
        size--;
        return first;
    }

    private int slot(int place) {
        return head + place & nanos.length - 1;
    }

    private void lengthen() {
        long[] moreNanos = new long[2 * size];
        SpokenFrame[] moreFrames = new SpokenFrame[2 * size];
        for (int place = 0; place < size; place++) {
            moreNanos[place] = nanos[slot(place)];
            moreFrames[place] = frames[slot(place)];
        }
        nanos = moreNanos;
        frames = moreFrames;
        head = 0;
    }
}

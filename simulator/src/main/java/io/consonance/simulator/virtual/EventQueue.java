package io.consonance.simulator.virtual;

import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * What will happen to some peers, in order of time; what is due at the same time happens in the order it was added. A heap;
 * adding and taking allocate nothing once it has grown. Not thread-safe; one owner.
 */
final class EventQueue {

    /** What happens; kept as a byte. */
    static final byte CONNECT = 0;

    static final byte SPEAK = 1;
    static final byte AT_HOST = 2;
    static final byte AT_PEER = 3;
    static final byte WAKE = 4;
    /** The number is the move's place in the plan. */
    static final byte MOVE = 5;
    /** A peer notices that its connection is gone. */
    static final byte CUT = 6;
    /** A peer tries to connect again. */
    static final byte RETRY = 7;

    static final byte HOST_DOWN = 8;
    static final byte HOST_UP = 9;
    static final byte HOST_WAKE = 10;

    private static final int FIRST_EVENTS = 16;

    /** Four children per node: half the levels of two. */
    private Event[] heap = new Event[FIRST_EVENTS];

    private int heapSize;

    private Event[] unused = new Event[FIRST_EVENTS];
    private int unusedCount;

    private long nextOrder;
    private Event current = new Event();

    /**
     * Adds an event without a frame.
     *
     * @param number of a move its place in the plan, of a control packet its connection
     * @param packet null for events that are no arrival
     */
    void add(long atNanos, byte kind, int peer, int number, ByteString packet) {
        add(atNanos, kind, peer, number, null, packet);
    }

    /** Adds an event that carries nothing. */
    void add(long atNanos, byte kind, int peer) {
        add(atNanos, kind, peer, 0, null, null);
    }

    /** Adds the arrival of a frame. The host gets a packet with it, listeners share what the frame holds. */
    void add(long atNanos, byte kind, int peer, SpokenFrame frame, ByteString packet) {
        add(atNanos, kind, peer, 0, frame, packet);
    }

    private void add(long atNanos, byte kind, int peer, int number, SpokenFrame frame, ByteString packet) {
        Event event = unusedCount > 0 ? unused[--unusedCount] : new Event();
        event.atNanos = atNanos;
        event.order = nextOrder++;
        event.kind = kind;
        event.peer = peer;
        event.number = number;
        event.frame = frame;
        event.packet = packet;
        push(event);
    }

    /** Takes the next event if it is due by then; what follows is about it until the next call. */
    boolean takeUntil(long nanos) {
        if (heapSize == 0 || heap[0].atNanos > nanos) {
            return false;
        }
        reuseCurrent();
        current = pop();
        return true;
    }

    long nowNanos() {
        return current.atNanos;
    }

    byte kind() {
        return current.kind;
    }

    int peer() {
        return current.peer;
    }

    int number() {
        return current.number;
    }

    SpokenFrame frame() {
        return current.frame;
    }

    ByteString packet() {
        return current.packet;
    }

    private void reuseCurrent() {
        if (unusedCount == unused.length) {
            unused = Arrays.copyOf(unused, unusedCount * 2);
        }
        unused[unusedCount++] = current;
    }

    private void push(Event event) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, heapSize * 2);
        }
        int at = heapSize++;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (!event.isBefore(heap[parent])) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = event;
    }

    private Event pop() {
        Event first = heap[0];
        Event last = heap[--heapSize];
        heap[heapSize] = null;
        if (heapSize > 0) {
            sink(last);
        }
        return first;
    }

    private void sink(Event event) {
        int at = 0;
        for (int child = 1; child < heapSize; child = (at << 2) + 1) {
            int least = child;
            int end = Math.min(child + 4, heapSize);
            for (int other = child + 1; other < end; other++) {
                if (heap[other].isBefore(heap[least])) {
                    least = other;
                }
            }
            if (!heap[least].isBefore(event)) {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = event;
    }
}

package io.consonance.simulator.virtual;

import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * What will happen in one session, in order of time; what is due at the same time happens in the order it was added. A heap
 * over arrays: adding and taking allocate nothing once they have grown. Not thread-safe; one owner.
 */
final class EventQueue {

    /** What happens; kept as a byte. */
    static final byte CONNECT = 0;

    static final byte SPEAK = 1;
    static final byte AT_HOST = 2;
    static final byte AT_PEER = 3;
    static final byte WAKE = 4;
    /** The sequence is the move's place in the plan. */
    static final byte MOVE = 5;
    /** A peer notices that its connection is gone. */
    static final byte CUT = 6;
    /** A peer tries to connect again. */
    static final byte RETRY = 7;

    static final byte HOST_DOWN = 8;
    static final byte HOST_UP = 9;
    static final byte HOST_WAKE = 10;

    private long[] times = new long[1_024];
    private int[] heap = new int[1_024];
    private int size;

    private long[] orders = new long[1_024];
    private byte[] kinds = new byte[1_024];
    private int[] peers = new int[1_024];
    private int[] speakers = new int[1_024];
    private int[] sequences = new int[1_024];
    private long[] dues = new long[1_024];
    private ByteString[] packets = new ByteString[1_024];
    private int[] free = new int[1_024];
    private int freeCount;
    private int used;
    private long nextOrder;

    private long nowNanos;
    private byte kind;
    private int peer;
    private int speaker;
    private int sequence;
    private long dueNanos;
    private ByteString packet;

    /**
     * Adds an event.
     *
     * @param speaker whose frame the packet carries, or -1
     * @param sequence of that frame in the speaker's plan; of a control packet the number of its connection
     * @param dueNanos when that frame was intended to be sent
     * @param packet null for events that are no arrival
     */
    void add(long atNanos, byte kind, int peer, int speaker, int sequence, long dueNanos, ByteString packet) {
        int slot = freeCount > 0 ? free[--freeCount] : newSlot();
        orders[slot] = nextOrder++;
        kinds[slot] = kind;
        peers[slot] = peer;
        speakers[slot] = speaker;
        sequences[slot] = sequence;
        dues[slot] = dueNanos;
        packets[slot] = packet;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
            times = Arrays.copyOf(times, size * 2);
        }
        siftUp(size++, atNanos, slot);
    }

    /** An event that carries nothing. */
    void add(long atNanos, byte kind, int peer) {
        add(atNanos, kind, peer, -1, 0, 0, null);
    }

    /** When the next event is due; Long.MAX_VALUE for never. */
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Takes the next event; the fields below are its own until the next call. */
    void take() {
        int slot = heap[0];
        nowNanos = times[0];
        kind = kinds[slot];
        peer = peers[slot];
        speaker = speakers[slot];
        sequence = sequences[slot];
        dueNanos = dues[slot];
        packet = packets[slot];
        packets[slot] = null;
        free[freeCount++] = slot;
        size--;
        if (size > 0) {
            siftDown(times[size], heap[size]);
        }
    }

    long nowNanos() {
        return nowNanos;
    }

    byte kind() {
        return kind;
    }

    int peer() {
        return peer;
    }

    int speaker() {
        return speaker;
    }

    int sequence() {
        return sequence;
    }

    long dueNanos() {
        return dueNanos;
    }

    ByteString packet() {
        return packet;
    }

    private int newSlot() {
        if (used == orders.length) {
            int length = used * 2;
            orders = Arrays.copyOf(orders, length);
            kinds = Arrays.copyOf(kinds, length);
            peers = Arrays.copyOf(peers, length);
            speakers = Arrays.copyOf(speakers, length);
            sequences = Arrays.copyOf(sequences, length);
            dues = Arrays.copyOf(dues, length);
            packets = Arrays.copyOf(packets, length);
            free = Arrays.copyOf(free, length);
        }
        return used++;
    }

    /** Four children per node: half the levels, and the children lie beside each other. */
    private void siftUp(int from, long time, int slot) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            if (!isBefore(time, slot, times[parent], heap[parent])) {
                break;
            }
            times[at] = times[parent];
            heap[at] = heap[parent];
            at = parent;
        }
        times[at] = time;
        heap[at] = slot;
    }

    private void siftDown(long time, int slot) {
        int at = 0;
        while (true) {
            int first = (at << 2) + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + 4, size);
            for (int child = first + 1; child < end; child++) {
                if (isBefore(times[child], heap[child], times[least], heap[least])) {
                    least = child;
                }
            }
            if (!isBefore(times[least], heap[least], time, slot)) {
                break;
            }
            times[at] = times[least];
            heap[at] = heap[least];
            at = least;
        }
        times[at] = time;
        heap[at] = slot;
    }

    private boolean isBefore(long time, int slot, long otherTime, int otherSlot) {
        return time < otherTime || time == otherTime && orders[slot] < orders[otherSlot];
    }
}

package io.consonance.simulator.live;

import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/** Frames that became due at about the same time, for the peers of one crew. Filled by one thread, then only read. */
final class FrameBatch {

    /** Makes the payload of a frame when it is sent. */
    @FunctionalInterface
    interface Voice {

        /** The payload of one frame, due so long after the talk began. Called by the crews' threads. */
        ByteString payload(int peer, int sequence, long dueNanos);
    }

    private static final int CLOSES = 1;

    private final Voice voice;
    private int size;
    private int[] peers = new int[8];
    private int[] sequences = new int[8];
    private long[] dueNanos = new long[8];
    private byte[] flags = new byte[8];

    /** The voice stays with the batch: one that waits for its turn is not said with that of a later talk. */
    FrameBatch(Voice voice) {
        this.voice = voice;
    }

    void add(int peer, int sequence, long due, boolean closes) {
        if (size == peers.length) {
            peers = Arrays.copyOf(peers, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
            dueNanos = Arrays.copyOf(dueNanos, size * 2);
            flags = Arrays.copyOf(flags, size * 2);
        }
        peers[size] = peer;
        sequences[size] = sequence;
        dueNanos[size] = due;
        flags[size] = (byte) (closes ? CLOSES : 0);
        size++;
    }

    int size() {
        return size;
    }

    int peer(int i) {
        return peers[i];
    }

    ByteString payload(int i) {
        return voice.payload(peers[i], sequences[i], dueNanos[i]);
    }

    /** Whether a talkspurt ends with this frame. */
    boolean closes(int i) {
        return flags[i] == CLOSES;
    }
}

package io.consonance.simulator.measure;

/**
 * Which frames of one speaker reached one listener: one bit per frame of the speaker's plan.
 *
 * <p>Written by the listener's thread only; read after the run.
 */
final class Reception {

    private static final long[] NONE = {};

    private final int frames;
    private long[] arrived = NONE;
    private long[] arrivedAgain = NONE;
    private int highest = -1;
    private int duplicates;
    private int reordered;

    Reception(int frames) {
        this.frames = frames;
    }

    /** Notes an arrival; true if it is the first of this frame. The sequence must be one of the plan. */
    boolean arrived(int sequence) {
        if (arrived == NONE) {
            arrived = new long[(frames + 63) / 64];
        }
        long bit = 1L << sequence;
        if ((arrived[sequence >> 6] & bit) != 0) {
            duplicates++;
            if (arrivedAgain == NONE) {
                arrivedAgain = new long[arrived.length];
            }
            arrivedAgain[sequence >> 6] |= bit;
            return false;
        }
        arrived[sequence >> 6] |= bit;
        if (sequence < highest) {
            reordered++;
        } else {
            highest = sequence;
        }
        return true;
    }

    int frames() {
        return frames;
    }

    boolean hasArrived(int sequence) {
        return isSet(arrived, sequence);
    }

    boolean hasArrivedOnce(int sequence) {
        return isSet(arrived, sequence) && !isSet(arrivedAgain, sequence);
    }

    /** Frames that arrived at least once. */
    int distinct() {
        int sum = 0;
        for (long word : arrived) {
            sum += Long.bitCount(word);
        }
        return sum;
    }

    /** Arrivals beyond the first of their frame. */
    int duplicates() {
        return duplicates;
    }

    /** First arrivals that came after a later frame of the same speaker. */
    int reordered() {
        return reordered;
    }

    private static boolean isSet(long[] bits, int sequence) {
        return bits != NONE && (bits[sequence >> 6] >>> sequence & 1) != 0;
    }
}

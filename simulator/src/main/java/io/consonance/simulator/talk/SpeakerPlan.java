package io.consonance.simulator.talk;

import java.util.Arrays;

/**
 * Every frame one peer intends to send: frame {@code sequence} at {@code intendedNanos(sequence)} since the talk began.
 *
 * <p>Each spurt has at least two frames, because the last one carries the closing of the channel and a receiver plays
 * it only after it has heard another one. Immutable.
 */
public final class SpeakerPlan {

    private final long frameNanos;
    private final long[] startNanos;
    private final int[] firstSequence;
    private final int frames;

    private SpeakerPlan(long frameNanos, long[] startNanos, int[] firstSequence, int frames) {
        this.frameNanos = frameNanos;
        this.startNanos = startNanos;
        this.firstSequence = firstSequence;
        this.frames = frames;
    }

    /** The frames of one speaker's spurts, given in order. Spurts closer than a frame become one. */
    static SpeakerPlan of(Iterable<Talkspurt> spurts, long frameNanos) {
        long[] starts = new long[8];
        int[] firsts = new int[8];
        int count = 0;
        int frames = 0;
        long nextFreeNanos = Long.MIN_VALUE;
        for (Talkspurt spurt : spurts) {
            boolean joinsPrevious = spurt.startNanos() < nextFreeNanos;
            if (!joinsPrevious) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                    firsts = Arrays.copyOf(firsts, count * 2);
                }
                starts[count] = spurt.startNanos();
                firsts[count] = frames;
                count++;
            }
            long start = starts[count - 1];
            long wanted = Math.max(2, (spurt.endNanos() - start + frameNanos - 1) / frameNanos);
            frames = Math.max(frames, firsts[count - 1] + Math.toIntExact(wanted));
            nextFreeNanos = start + (frames - firsts[count - 1]) * frameNanos;
        }
        return new SpeakerPlan(frameNanos, Arrays.copyOf(starts, count), Arrays.copyOf(firsts, count), frames);
    }

    /** Frames in the whole plan; sequences run from 0 to this, exclusive. */
    public int frames() {
        return frames;
    }

    /** Number of spurts. */
    public int spurts() {
        return startNanos.length;
    }

    /** When the first frame of a spurt is due. */
    public long spurtStartNanos(int spurt) {
        return startNanos[spurt];
    }

    /** The first sequence of a spurt. */
    public int spurtFirst(int spurt) {
        return firstSequence[spurt];
    }

    /** One past the last sequence of a spurt. */
    public int spurtEnd(int spurt) {
        return spurt + 1 < firstSequence.length ? firstSequence[spurt + 1] : frames;
    }

    /** When a frame is due. */
    public long intendedNanos(int sequence) {
        int spurt = Arrays.binarySearch(firstSequence, sequence);
        spurt = spurt >= 0 ? spurt : -spurt - 2;
        return startNanos[spurt] + (sequence - firstSequence[spurt]) * frameNanos;
    }

    /** Whether the next frame follows this one without a pause. */
    public boolean continues(int sequence) {
        return sequence + 1 < frames && Arrays.binarySearch(firstSequence, sequence + 1) < 0;
    }

    /** When each frame is due, by its sequence. */
    public long[] allIntendedNanos() {
        long[] all = new long[frames];
        for (int spurt = 0; spurt < startNanos.length; spurt++) {
            for (int sequence = firstSequence[spurt]; sequence < spurtEnd(spurt); sequence++) {
                all[sequence] = startNanos[spurt] + (sequence - firstSequence[spurt]) * frameNanos;
            }
        }
        return all;
    }

    /** Duration of a frame. */
    public long frameNanos() {
        return frameNanos;
    }
}

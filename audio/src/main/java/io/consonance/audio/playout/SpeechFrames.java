package io.consonance.audio.playout;

/** What both buffers accept. */
final class SpeechFrames {

    private static final long MIN_FRAME_NANOS = 1_000_000;
    private static final long MAX_FRAME_NANOS = 120_000_000;

    private SpeechFrames() {}

    static long requireFrame(long frameNanos) {
        if (frameNanos < MIN_FRAME_NANOS || frameNanos > MAX_FRAME_NANOS) {
            throw new IllegalArgumentException("frameNanos " + frameNanos + ": use 1 to 120 ms");
        }
        return frameNanos;
    }

    static void requireSequence(long sequence) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + ": counts from 0 at the start of a speech");
        }
    }
}

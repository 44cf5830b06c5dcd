package io.consonance.audio.cli;

/**
 * A key of a terminal as a button. A terminal tells that a key is pressed, and tells it again and again while it is held, but
 * not that it is let go: that is when it has not told it for a while. One owner.
 */
final class TalkKey {

    /** Keyboards wait a quarter to two thirds of a second before a key repeats, and then repeat it ten times a second or more. */
    private static final long FIRST_NANOS = 700_000_000;

    private static final long REPEATED_NANOS = 200_000_000;

    private boolean down;
    private long untilNanos;

    void pressed(long nowNanos) {
        untilNanos = nowNanos + (isDown(nowNanos) ? REPEATED_NANOS : FIRST_NANOS);
        down = true;
    }

    boolean isDown(long nowNanos) {
        down &= nowNanos - untilNanos < 0;
        return down;
    }
}

package io.consonance.simulator.measure;

import java.util.Arrays;

/** The frames of a speaker, {@code end} exclusive, that were due while it and a listener were members of the same room and the news of it had settled. */
record Together(int first, int end) {

    /**
     * During one stay of each, in the same room.
     *
     * @param due when each frame of the speaker was due
     */
    static Together of(long[] due, Presence.Stay says, Presence.Stay hears, long spokenNanos, long settleNanos) {
        long from = Math.max(says.enteredNanos(), hears.enteredNanos()) + settleNanos;
        long left = Math.min(says.leftNanos(), hears.leftNanos());
        long until = Math.min(spokenNanos, left == Long.MAX_VALUE ? left : left - settleNanos + 1);
        int first = firstAtOrAfter(due, from);
        return new Together(first, Math.max(first, firstAtOrAfter(due, until)));
    }

    private static int firstAtOrAfter(long[] due, long nanos) {
        int found = Arrays.binarySearch(due, nanos);
        return found >= 0 ? found : -found - 1;
    }
}

package io.consonance.simulator.live;

import io.consonance.simulator.talk.SpeakerPlan;
import io.consonance.simulator.talk.TalkPlan;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The frames of all speakers in the order they are due. Not thread-safe; one owner. Allocates nothing per frame.
 */
final class SpeechSchedule {

    /** Takes what is due. */
    interface Speech {

        /**
         * One frame.
         *
         * @param dueNanos since the talk began
         * @param opens whether a talkspurt begins with it
         * @param closes whether a talkspurt ends with it
         */
        void frame(int peer, int sequence, long dueNanos, boolean opens, boolean closes);
    }

    private final PriorityQueue<Cursor> next;

    /** Of everybody. */
    SpeechSchedule(TalkPlan plan) {
        this(plan, 0, plan.layout().peers());
    }

    /** Of the peers from {@code first} to before {@code end}. */
    SpeechSchedule(TalkPlan plan, int first, int end) {
        next = new PriorityQueue<>(
                plan.layout().peers(),
                Comparator.comparingLong((Cursor c) -> c.dueNanos).thenComparingInt(c -> c.peer));
        for (int peer = first; peer < end; peer++) {
            if (plan.speaker(peer).frames() > 0) {
                next.add(new Cursor(peer, plan.speaker(peer)));
            }
        }
    }

    /** When the next frame is due, since the talk began; Long.MAX_VALUE after the last. */
    long nextDueNanos() {
        Cursor cursor = next.peek();
        return cursor == null ? Long.MAX_VALUE : cursor.dueNanos;
    }

    /** Hands over every frame due by {@code elapsedNanos}, in order. */
    void run(long elapsedNanos, Speech speech) {
        while (nextDueNanos() <= elapsedNanos) {
            Cursor cursor = next.poll();
            speech.frame(cursor.peer, cursor.sequence, cursor.dueNanos, cursor.opens(), cursor.closes());
            if (cursor.advance()) {
                next.add(cursor);
            }
        }
    }

    private static final class Cursor {
        private final int peer;
        private final SpeakerPlan plan;
        private int spurt;
        private int sequence;
        private long dueNanos;

        Cursor(int peer, SpeakerPlan plan) {
            this.peer = peer;
            this.plan = plan;
            dueNanos = plan.spurtStartNanos(0);
        }

        boolean opens() {
            return sequence == plan.spurtFirst(spurt);
        }

        boolean closes() {
            return sequence == plan.spurtEnd(spurt) - 1;
        }

        boolean advance() {
            sequence++;
            if (sequence == plan.frames()) {
                return false;
            }
            if (sequence == plan.spurtEnd(spurt)) {
                spurt++;
                dueNanos = plan.spurtStartNanos(spurt);
            } else {
                dueNanos += plan.frameNanos();
            }
            return true;
        }
    }
}

package io.consonance.simulator.virtual;

import io.consonance.simulator.talk.SpeakerPlan;

/** Where one speaker is in its plan. Not thread-safe; one owner. */
final class SpeechCursor {

    private final SpeakerPlan plan;
    private int spurt;
    private int sequence;

    SpeechCursor(SpeakerPlan plan) {
        this.plan = plan;
    }

    /** When the current frame is due since the talk began; Long.MAX_VALUE after the last. */
    long dueNanos() {
        return sequence == plan.frames()
                ? Long.MAX_VALUE
                : plan.spurtStartNanos(spurt) + (sequence - plan.spurtFirst(spurt)) * plan.frameNanos();
    }

    int sequence() {
        return sequence;
    }

    /** Whether the current frame is the last one of a speech. */
    boolean closes() {
        return sequence == plan.spurtEnd(spurt) - 1;
    }

    void advance() {
        sequence++;
        if (sequence < plan.frames() && sequence == plan.spurtEnd(spurt)) {
            spurt++;
        }
    }
}

package io.consonance.simulator.signal;

import io.consonance.audio.playout.Mixer;
import io.consonance.audio.playout.PlayoutBuffer;
import io.consonance.audio.playout.PlayoutCounts;
import io.consonance.audio.playout.PlayoutStep;
import io.consonance.simulator.talk.SpeakerPlan;

/** Lets a playout buffer decide, and notes which frame of the speaker's is played from which sample on. One owner. */
final class TracedBuffer implements PlayoutBuffer {

    /** Stands for no frame: silence, or a guess that stands for none. */
    static final int NOTHING_SAID = -1;

    private static final double SAMPLES_PER_NANO = 48e-6;

    private final PlayoutBuffer buffer;
    private final SpeakerPlan plan;
    private final int[] plannedBySlot = new int[SLOTS];
    private final int[] samples = new int[Mixer.BLOCK_SAMPLES];
    private final int[] frames = new int[Mixer.BLOCK_SAMPLES];
    private int steps;
    private long blockNanos;
    private int planned;
    private int last = NOTHING_SAID;

    TracedBuffer(PlayoutBuffer buffer, SpeakerPlan plan) {
        this.buffer = buffer;
        this.plan = plan;
    }

    /** The next packet to arrive holds this frame of the plan. */
    void comes(int frame) {
        planned = frame;
    }

    /** Forgets the steps so far; those that follow are of this block. */
    void beginBlock(long nowNanos) {
        blockNanos = nowNanos;
        steps = 0;
    }

    int steps() {
        return steps;
    }

    /** Where in the block a step's sound begins. */
    int sample(int step) {
        return samples[step];
    }

    /** The frame that is played there, or what stands for none. */
    int frame(int step) {
        return frames[step];
    }

    @Override
    public void start(long nowNanos) {
        buffer.start(nowNanos);
    }

    @Override
    public int arrive(long nowNanos, long sequence, boolean corrects) {
        int slot = buffer.arrive(nowNanos, sequence, corrects);
        if (slot != NOT_NEEDED) {
            plannedBySlot[slot] = planned;
        }
        return slot;
    }

    @Override
    public void stop(long nowNanos) {
        buffer.stop(nowNanos);
    }

    @Override
    public PlayoutStep play(long nowNanos) {
        PlayoutStep step = buffer.play(nowNanos);
        samples[steps] = (int) Math.round((nowNanos - blockNanos) * SAMPLES_PER_NANO);
        frames[steps++] = played(step);
        return step;
    }

    private int played(PlayoutStep step) {
        switch (step) {
            case DECODE -> last = plannedBySlot[buffer.slot()];
            case RECOVER -> last = plannedBySlot[buffer.slot()] - 1;
            // a guess stands for the frame after the last, if there was one: the speaker may have stopped unheard
            case CONCEAL -> last = last == NOTHING_SAID || !plan.continues(last) ? NOTHING_SAID : last + 1;
            default -> {
                return NOTHING_SAID;
            }
        }
        return last;
    }

    @Override
    public long stepNanos() {
        return buffer.stepNanos();
    }

    @Override
    public int slot() {
        return buffer.slot();
    }

    @Override
    public boolean beginsSpeech() {
        return buffer.beginsSpeech();
    }

    @Override
    public boolean endsSpeech() {
        return buffer.endsSpeech();
    }

    @Override
    public boolean active() {
        return buffer.active();
    }

    @Override
    public long targetDelayNanos() {
        return buffer.targetDelayNanos();
    }

    @Override
    public double lossFraction() {
        return buffer.lossFraction();
    }

    @Override
    public long jitterNanos() {
        return buffer.jitterNanos();
    }

    @Override
    public PlayoutCounts counts() {
        return buffer.counts();
    }
}

package io.consonance.audio.playout;

/**
 * What every {@link PlayoutBuffer} has to keep: which frames are there, where the speech that is being received begins and
 * how far it has come, and what the last step was. When a frame is played, and what is played instead, is up to the
 * buffers.
 *
 * <p>Frames count on from speech to speech: sequence 0 of a speech is frame {@link #speechStart}.
 */
abstract class SpeechBuffer implements PlayoutBuffer {

    private static final long MIN_FRAME_NANOS = 1_000_000;
    private static final long MAX_FRAME_NANOS = 120_000_000;

    final long frameNanos;
    final FrameWindow window = new FrameWindow();
    final PlayoutCounts counts = new PlayoutCounts();
    final LossEstimate losses = new LossEstimate();

    long speechStart;
    boolean receiving;
    boolean playing;
    long stepNanos;
    boolean begins;

    private long received;
    private int slot;
    private boolean ends;

    SpeechBuffer(long frameNanos) {
        if (frameNanos < MIN_FRAME_NANOS || frameNanos > MAX_FRAME_NANOS) {
            throw new IllegalArgumentException("frameNanos " + frameNanos + ": use 1 to 120 ms");
        }
        this.frameNanos = frameNanos;
    }

    /** A packet arrived, wanted or not. */
    abstract void learn(long nowNanos, long sequence, boolean corrects);

    /** Decides the next step. */
    abstract PlayoutStep decide(long nowNanos);

    @Override
    public void start(long nowNanos) {
        speechStart = Math.max(received, window.first());
        received = speechStart;
        receiving = true;
        counts.speeches++;
    }

    @Override
    public final int arrive(long nowNanos, long sequence, boolean corrects) {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + ": counts from 0 at the start of a speech");
        }
        if (!receiving) {
            return NOT_NEEDED;
        }
        learn(nowNanos, sequence, corrects);
        long frame = speechStart + sequence;
        received = Math.max(received, frame + 1);
        if (frame < window.first()) {
            counts.packetsLate++;
            return NOT_NEEDED;
        }
        if (window.has(frame)) {
            counts.packetsRepeated++;
            return NOT_NEEDED;
        }
        if (!window.inside(frame)) {
            // beyond the window: what is oldest is given up
            long first = frame - SLOTS + 1;
            counts.framesSkipped += playing ? first - window.first() : 0;
            window.moveTo(first);
        }
        window.add(frame, corrects);
        return FrameWindow.slot(frame);
    }

    @Override
    public final void stop(long nowNanos) {
        receiving = false;
    }

    @Override
    public final PlayoutStep play(long nowNanos) {
        begins = false;
        ends = false;
        stepNanos = frameNanos;
        return decide(nowNanos);
    }

    @Override
    public final long stepNanos() {
        return stepNanos;
    }

    @Override
    public final int slot() {
        return slot;
    }

    @Override
    public final boolean beginsSpeech() {
        return begins;
    }

    @Override
    public final boolean endsSpeech() {
        return ends;
    }

    @Override
    public final boolean active() {
        return receiving || !window.isEmpty();
    }

    @Override
    public final double lossFraction() {
        return losses.lossFraction();
    }

    @Override
    public final PlayoutCounts counts() {
        return counts;
    }

    /** How far reception has come: the frame after the last that is here, or was. */
    final long received() {
        return received;
    }

    /** Whether there is nothing more to play of what was said. */
    final boolean isOver() {
        return !receiving && window.isEmpty();
    }

    /** The frame is played from its own packet, which may be the last one. */
    final void use(long frame, long delayNanos) {
        slot = FrameWindow.slot(frame);
        ends = !receiving && frame + 1 == received;
        counts.decoded(delayNanos);
    }

    /** The frame is not there: from the packet after it if that has it, else a guess. */
    final PlayoutStep replace(long frame, boolean correction) {
        if (correction && window.corrects(frame + 1)) {
            slot = FrameWindow.slot(frame + 1);
            return counted(PlayoutStep.RECOVER);
        }
        return counted(PlayoutStep.CONCEAL);
    }

    final PlayoutStep counted(PlayoutStep step) {
        counts.count(step);
        return step;
    }
}

package io.consonance.audio.playout;

/**
 * A buffer as deep as the network needs: deep enough for 97 of 100 packets, one frame deeper while packets get lost and
 * carry error correction (which is in the <em>next</em> packet, so that has to be there too), between 10 and 300 ms.
 *
 * <p>It deepens at once and gets shallower by at most 2 ms per frame, which also takes care of clocks that drift. When
 * packets stop in the middle of a speech it conceals for 100 ms, then pauses and goes back to the first frame it
 * concealed: packets that were only held up are still played. What that adds in delay is caught up with, and thrown away
 * beyond 200 ms.
 */
public final class AdaptiveBuffer extends SpeechBuffer {

    private static final long MIN_DELAY_NANOS = 10_000_000;
    private static final long MAX_DELAY_NANOS = 300_000_000;
    private static final long MAX_SHRINK_NANOS = 2_000_000;
    private static final long TOLERATED_EXCESS_NANOS = 2_500_000;
    private static final long WORTH_WAITING_NANOS = 2_500_000;
    private static final long SPARE_NANOS = 1_000_000;
    private static final long MAX_EXCESS_NANOS = 200_000_000;
    private static final long CONCEALED_WHEN_DRY_NANOS = 100_000_000;
    private static final double LEAD_FROM_LOSS = 0.01;

    private final DelayEstimate delays = new DelayEstimate();

    private long earlierStart;
    private long earlierBaseNanos;
    private boolean paused;
    private boolean lead;
    private boolean correctsSeen;
    private int framesDry;

    /**
     * An empty buffer.
     *
     * @param frameNanos the duration of every frame, 1 to 120 ms
     */
    public AdaptiveBuffer(long frameNanos) {
        super(frameNanos);
    }

    @Override
    public void start(long nowNanos) {
        earlierStart = speechStart;
        earlierBaseNanos = delays.baseNanos();
        super.start(nowNanos);
        if (!playing && window.isEmpty()) {
            window.moveTo(speechStart);
        }
        if (!playing) {
            paused = false;
        }
        delays.restart();
    }

    @Override
    void learn(long nowNanos, long sequence, boolean corrects) {
        delays.arrived(nowNanos, nowNanos - sequence * frameNanos);
        correctsSeen = corrects;
    }

    @Override
    PlayoutStep decide(long nowNanos) {
        if (playing && (window.first() == speechStart && speechStart > earlierStart || isOver())) {
            // the speech before has been played to its end
            playing = false;
            paused = false;
        }
        if (!playing) {
            return waitOrBegin(nowNanos);
        }
        long excessNanos = nowNanos - dueNanos(window.first());
        if (window.has(window.first())) {
            framesDry = 0;
            return decode(nowNanos, excessNanos);
        }
        if (excessNanos < -WORTH_WAITING_NANOS) {
            stepNanos = Math.min(frameNanos, -excessNanos);
            return counted(PlayoutStep.STRETCH);
        }
        return replaceLost();
    }

    @Override
    public long targetDelayNanos() {
        long wanted = delays.quantileNanos() + (lead && correctsSeen ? frameNanos : 0);
        return Math.max(MIN_DELAY_NANOS, Math.min(MAX_DELAY_NANOS, wanted));
    }

    @Override
    public long jitterNanos() {
        return delays.jitterNanos();
    }

    private PlayoutStep waitOrBegin(long nowNanos) {
        if (window.isEmpty()) {
            return PlayoutStep.SILENCE;
        }
        long first = window.firstPresent();
        long waitNanos = dueNanos(first) - nowNanos;
        if (waitNanos > 0) {
            stepNanos = Math.min(frameNanos, waitNanos);
            return PlayoutStep.SILENCE;
        }
        window.moveTo(first);
        playing = true;
        framesDry = 0;
        begins = !paused;
        paused = false;
        return decode(nowNanos, -waitNanos);
    }

    private PlayoutStep decode(long nowNanos, long excessNanos) {
        long excess = excessNanos;
        while (excess > MAX_EXCESS_NANOS && window.size() > 1) {
            window.moveTo(window.first() + 1);
            counts.framesSkipped++;
            excess -= frameNanos;
            if (!window.has(window.first())) {
                return replaceLost();
            }
        }
        if (excess > TOLERATED_EXCESS_NANOS) {
            stepNanos = frameNanos - Math.min(MAX_SHRINK_NANOS, excess - TOLERATED_EXCESS_NANOS);
        } else if (excess < 0) {
            // a little more than is missing, or a drifting clock would have every frame stretched by a sample
            stepNanos = frameNanos + Math.min(frameNanos / 4, SPARE_NANOS - excess);
        }
        long frame = window.first();
        use(frame, nowNanos - sentNanos(frame));
        frame(false);
        window.moveTo(frame + 1);
        return PlayoutStep.DECODE;
    }

    private PlayoutStep replaceLost() {
        long frame = window.first();
        if (window.isEmpty()) {
            return replaceWhileDry();
        }
        framesDry = 0;
        frame(true);
        window.moveTo(frame + 1);
        return replace(frame, true);
    }

    private PlayoutStep replaceWhileDry() {
        if (framesDry * frameNanos >= CONCEALED_WHEN_DRY_NANOS) {
            window.moveTo(window.first() - framesDry);
            playing = false;
            paused = true;
            counts.timesDry++;
            return PlayoutStep.SILENCE;
        }
        framesDry++;
        window.moveTo(window.first() + 1);
        return counted(PlayoutStep.CONCEAL);
    }

    private void frame(boolean lost) {
        losses.frame(lost);
        lead = losses.lossFraction() > (lead ? LEAD_FROM_LOSS / 2 : LEAD_FROM_LOSS);
    }

    private long dueNanos(long frame) {
        return sentNanos(frame) + targetDelayNanos();
    }

    /** When a packet of this frame arrives if it is as fast as the fastest. */
    private long sentNanos(long frame) {
        return frame < speechStart
                ? earlierBaseNanos + (frame - earlierStart) * frameNanos
                : delays.baseNanos() + (frame - speechStart) * frameNanos;
    }
}

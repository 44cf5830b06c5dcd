package io.consonance.simulator.virtual;

import io.consonance.audio.playout.AdaptiveBuffer;
import io.consonance.audio.playout.PlayoutBuffer;
import io.consonance.audio.playout.PlayoutStep;
import io.consonance.simulator.quality.BurstRatio;
import io.consonance.simulator.quality.InterarrivalJitter;
import io.consonance.simulator.signal.Ear;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * What one listener plays of one speaker: a real playout buffer that is driven only when something about it can have
 * changed. Playing has no influence on anything else, so it may be caught up with later, and gives the same as if it
 * had been done in time. Not thread-safe; one owner.
 */
final class Hearing {

    /** Look-ahead of Opus' encoder for speech. */
    private static final long CODEC_NANOS = 6_500_000;

    private final long frameNanos;
    private final PlayoutBuffer buffer;
    private final BurstRatio missing = new BurstRatio();
    private final InterarrivalJitter jitter = new InterarrivalJitter();
    private final long[] intendedNanos = new long[PlayoutBuffer.SLOTS];
    private final HearingLog log;
    /** Really decodes; null for most listeners. */
    private final Ear ear;

    private boolean playing;
    private long nextPlayNanos;
    private long delaySumMicros;
    private long delays;

    /** {@code firstPlayNanos} is when the listener's sound card began its first frame; {@code ear} may be null. */
    Hearing(long frameNanos, long firstPlayNanos, HearingLog log, Ear ear) {
        nextPlayNanos = firstPlayNanos;
        this.frameNanos = frameNanos;
        this.buffer = new AdaptiveBuffer(frameNanos);
        this.log = log;
        this.ear = ear;
    }

    /** A speech begins; sound cards go on in whole frames from wherever they were. */
    void start(long nowNanos) {
        playUntil(nowNanos);
        if (!playing) {
            playing = true;
            if (nextPlayNanos < nowNanos) {
                nextPlayNanos += (nowNanos - nextPlayNanos + frameNanos - 1) / frameNanos * frameNanos;
            }
        }
        jitter.restart();
        buffer.start(nowNanos);
        if (ear != null) {
            ear.start(nowNanos);
        }
    }

    /** {@code planned} is the frame's number in the speaker's plan. */
    void arrive(long nowNanos, long sequence, boolean corrects, long intended, int planned) {
        playUntil(nowNanos);
        jitter.arrived(sequence * frameNanos, nowNanos);
        int slot = buffer.arrive(nowNanos, sequence, corrects);
        if (slot != PlayoutBuffer.NOT_NEEDED) {
            intendedNanos[slot] = intended;
        }
        if (ear != null) {
            ear.arrive(nowNanos, sequence, planned);
        }
    }

    void stop(long nowNanos) {
        playUntil(nowNanos);
        buffer.stop(nowNanos);
        if (ear != null) {
            ear.stop(nowNanos);
        }
    }

    /** Plays the rest; {@code expected} gives the frames of the speaker's plan that should have come. */
    void end(long nowNanos, Supplier<BitSet> expected) {
        playUntil(nowNanos);
        if (ear != null) {
            ear.end(nowNanos, expected.get());
        }
    }

    /** Plays everything that is due before a moment. */
    void playUntil(long nowNanos) {
        while (playing && nextPlayNanos < nowNanos) {
            PlayoutStep step = buffer.play(nextPlayNanos);
            switch (step) {
                case DECODE -> {
                    long delay = (nextPlayNanos - intendedNanos[buffer.slot()] + frameNanos + CODEC_NANOS) / 1_000;
                    delaySumMicros += delay;
                    delays++;
                    missing.frame(false);
                    log.played(nextPlayNanos, delay);
                }
                case RECOVER, CONCEAL -> {
                    missing.frame(true);
                    log.missed(nextPlayNanos);
                }
                case SILENCE -> playing = buffer.active();
                default -> {}
            }
            nextPlayNanos += buffer.stepNanos();
        }
    }

    /** What was really decoded; null if nothing was. */
    Ear ear() {
        return ear;
    }

    PlayoutBuffer buffer() {
        return buffer;
    }

    BurstRatio missing() {
        return missing;
    }

    long jitterMicros() {
        return (long) (jitter.jitterNanos() / 1_000);
    }

    /** From the mouth to the ear, frame and codec included, sound cards not; 0 if nothing was played. */
    double meanDelayMillis() {
        return delays == 0 ? 0 : delaySumMicros / 1e3 / delays;
    }
}

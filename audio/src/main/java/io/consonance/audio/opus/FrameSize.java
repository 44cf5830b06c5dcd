package io.consonance.audio.opus;

import java.time.Duration;

/** Dissonance's frame sizes: longer ones cost delay, shorter ones packets. */
public enum FrameSize {
    /** 10 ms. */
    TINY(480),
    /** 20 ms. */
    SMALL(960),
    /** 40 ms, Dissonance's default. */
    MEDIUM(1_920),
    /** 60 ms. */
    LARGE(2_880);

    private final int samples;

    FrameSize(int samples) {
        this.samples = samples;
    }

    /** Samples per frame at 48 kHz. */
    public int samples() {
        return samples;
    }

    /** How long one frame lasts. */
    public Duration duration() {
        return Duration.ofNanos(samples * 1_000_000_000L / FrameSizes.SAMPLE_RATE_HZ);
    }
}

package io.consonance.audio.playout;

import java.time.Duration;

/**
 * How many speakers are heard at once and how far they step back while we speak ourselves.
 *
 * @param loudest how many speakers are decoded and mixed, 1 or more
 * @param duckVolume 0 to 1: what remote voices are multiplied with while ducked; 1 for no ducking
 * @param duckAttack how long they take to get there
 * @param duckRelease how long they take to come back
 */
public record MixerSettings(int loudest, float duckVolume, Duration duckAttack, Duration duckRelease) {

    /** Checks every range. */
    public MixerSettings {
        if (loudest < 1) {
            throw new IllegalArgumentException("loudest " + loudest + ": use 1 or more");
        }
        if (!(duckVolume >= 0 && duckVolume <= 1)) {
            throw new IllegalArgumentException("duckVolume " + duckVolume + ": use 0 to 1");
        }
        if (duckAttack.isNegative() || duckRelease.isNegative()) {
            throw new IllegalArgumentException("duckAttack and duckRelease: use 0 or more");
        }
    }

    /** The three loudest, ducked as Dissonance does it: to a half within 0.3 s, back within 0.5 s. */
    public static MixerSettings defaults() {
        return new MixerSettings(3, 0.5f, Duration.ofMillis(300), Duration.ofMillis(500));
    }
}

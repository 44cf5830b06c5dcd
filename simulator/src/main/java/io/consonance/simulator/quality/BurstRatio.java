package io.consonance.simulator.quality;

/**
 * How much longer losses in a row are than random loss of the same amount would make them (ITU-T G.107). Not
 * thread-safe; one owner.
 */
public final class BurstRatio {

    private long frames;
    private long missing;
    private long bursts;
    private boolean inBurst;

    /** One more frame of the sequence, missing or not. */
    public void frame(boolean isMissing) {
        frames++;
        if (isMissing) {
            missing++;
            bursts += inBurst ? 0 : 1;
        }
        inBurst = isMissing;
    }

    /** Frames so far. */
    public long frames() {
        return frames;
    }

    /** Of these: missing. */
    public long missing() {
        return missing;
    }

    /** Times at least one frame in a row was missing. */
    public long bursts() {
        return bursts;
    }

    /** Share of the frames that are missing; 0 if there are none. */
    public double lossFraction() {
        return frames == 0 ? 0 : (double) missing / frames;
    }

    /** Missing frames in a row on average; 0 if none is missing. */
    public double meanBurst() {
        return bursts == 0 ? 0 : (double) missing / bursts;
    }

    /** The ratio; never below 1, which is random loss. */
    public double value() {
        // bursts of random loss are 1 / (1 - loss) long on average
        return Math.max(1, meanBurst() * (1 - lossFraction()));
    }
}

package io.consonance.simulator.quality;

/**
 * The transmission rating of ITU-T G.107 with everything but codec, loss and delay at its default, and the mean opinion
 * score it stands for. Immutable.
 *
 * <p>Narrowband is G.107, wideband G.107.1, fullband G.107.2; their scores are not comparable with each other.
 */
public enum EModel {
    /** G.107: 300 to 3,400 Hz, at most 93.2. */
    NARROWBAND(93.2, 95, 1),
    /** G.107.1: 50 to 7,000 Hz, at most 129. */
    WIDEBAND(129, 95, 1.29),
    /** G.107.2: 20 to 20,000 Hz, at most 148. */
    FULLBAND(148, 132, 1.48);

    private static final double MAX_MOS = 4.5;

    private final double best;
    private final double lossCeiling;
    private final double scale;

    EModel(double best, double lossCeiling, double scale) {
        this.best = best;
        this.lossCeiling = lossCeiling;
        this.scale = scale;
    }

    /**
     * The rating R = Ro - Is - Idd - Ie,eff.
     *
     * @param codec what the codec costs, on this model's scale
     * @param lossFraction share of frames that were not played from their own packet, 0..1
     * @param burstRatio 1 for random loss, more for bursts
     * @param mouthToEarMillis one way
     */
    public double rating(CodecImpairment codec, double lossFraction, double burstRatio, double mouthToEarMillis) {
        return best - delayImpairment(mouthToEarMillis) - lossImpairment(codec, lossFraction, burstRatio);
    }

    /** Idd, what a delay costs without any echo. */
    public double delayImpairment(double mouthToEarMillis) {
        if (mouthToEarMillis <= 100) {
            return 0;
        }
        double x = StrictMath.log(mouthToEarMillis / 100) / StrictMath.log(2);
        double whole = StrictMath.pow(1 + StrictMath.pow(x, 6), 1.0 / 6);
        double third = StrictMath.pow(1 + StrictMath.pow(x / 3, 6), 1.0 / 6);
        return scale * 25 * (whole - 3 * third + 2);
    }

    /** Ie,eff, what codec and loss cost together. */
    public double lossImpairment(CodecImpairment codec, double lossFraction, double burstRatio) {
        double percent = 100 * lossFraction;
        if (percent == 0) {
            return codec.ie();
        }
        return codec.ie() + (lossCeiling - codec.ie()) * percent / (percent / burstRatio + codec.bpl());
    }

    /** The mean opinion score of a rating of this model, 1 to 4.5. */
    public double mos(double rating) {
        double r = rating / scale;
        if (r <= 0) {
            return 1;
        }
        if (r >= 100) {
            return MAX_MOS;
        }
        // slightly below 1 for ratings between 0 and 6.5, which the recommendation says nothing about
        return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
    }
}

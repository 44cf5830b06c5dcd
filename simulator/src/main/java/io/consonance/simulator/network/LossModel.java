package io.consonance.simulator.network;

import java.time.Duration;

/**
 * Random loss with two states, as in netem's {@code gemodel p r 1-h 1-k}, but clocked by time: the state may change once
 * per step, whether packets are sent or not. With one packet per step it is the chain of Gilbert and Elliott; with a
 * silence in between, the bad state passes meanwhile as it would on a real link. Immutable.
 *
 * @param goodToBad chance per step to turn bad, 0..1
 * @param badToGood chance per step to turn good, 0..1; not both 0
 * @param lossInGood share lost in the good state, 0..1
 * @param lossInBad share lost in the bad state, 0..1
 * @param step how long a state lasts at least, 1 ms to 10 s
 */
public record LossModel(double goodToBad, double badToGood, double lossInGood, double lossInBad, Duration step) {

    /** The usual distance of voice packets. */
    public static final Duration VOICE_STEP = Duration.ofMillis(20);

    /** Nothing is lost. */
    public static final LossModel NONE = bernoulli(0);

    /** Checks every range. */
    public LossModel {
        requireShare("goodToBad", goodToBad);
        requireShare("badToGood", badToGood);
        requireShare("lossInGood", lossInGood);
        requireShare("lossInBad", lossInBad);
        if (goodToBad + badToGood == 0) {
            throw new IllegalArgumentException("goodToBad and badToGood are both 0: use at least one above 0");
        }
        if (step.toMillis() < 1 || step.toMillis() > 10_000) {
            throw new IllegalArgumentException("step " + step + ": use 1 ms to 10 s");
        }
    }

    /** Every packet is lost with the same chance, 0..1, whatever happened to others. */
    public static LossModel bernoulli(double lossFraction) {
        return new LossModel(0, 1, lossFraction, 0, VOICE_STEP);
    }

    /**
     * Everything is lost in the bad state, nothing in the good one (simple Gilbert).
     *
     * @param lossFraction share lost in the long run, 0 up to 1, not included
     * @param meanBurst packets in a row that are lost on average, at least 1, one packet per step
     */
    public static LossModel gilbert(double lossFraction, double meanBurst) {
        if (!(lossFraction >= 0 && lossFraction < 1)) {
            throw new IllegalArgumentException("lossFraction " + lossFraction + ": use 0 up to 1, not included");
        }
        if (!(meanBurst >= 1)) {
            throw new IllegalArgumentException("meanBurst " + meanBurst + ": use at least 1");
        }
        double goodToBad = lossFraction / (meanBurst * (1 - lossFraction));
        if (goodToBad > 1) {
            throw new IllegalArgumentException("meanBurst " + meanBurst + ": losing " + lossFraction
                    + " takes bursts of at least " + lossFraction / (1 - lossFraction));
        }
        return new LossModel(goodToBad, 1 / meanBurst, 0, 1, VOICE_STEP);
    }

    /** The share lost in the long run. */
    public double lossFraction() {
        return lossInGood * (1 - badFraction()) + lossInBad * badFraction();
    }

    /** How much of the time is bad in the long run. */
    public double badFraction() {
        return goodToBad / (goodToBad + badToGood);
    }

    /** How much longer bursts are than random loss of the same amount would make them; simple Gilbert only. */
    public double burstRatio() {
        return 1 / (goodToBad + badToGood);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + ": use 0 to 1");
        }
    }
}

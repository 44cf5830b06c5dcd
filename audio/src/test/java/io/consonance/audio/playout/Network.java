package io.consonance.audio.playout;

import java.util.SplittableRandom;

/** Loss and delay of packets in virtual time, seeded. */
final class Network {

    private final SplittableRandom random;
    private final double goodToBad;
    private final double badToGood;
    private boolean bad;
    private Jitter jitter = nowNanos -> 0;

    /** How much longer than the fastest packet one takes. */
    interface Jitter {
        long nanos(long nowNanos);
    }

    /** Simple Gilbert: everything is lost in the bad state. */
    Network(long seed, double lossFraction, double meanBurst) {
        random = new SplittableRandom(seed);
        badToGood = 1 / meanBurst;
        goodToBad = lossFraction / (meanBurst * (1 - lossFraction));
    }

    Network uniform(long meanMillis) {
        jitter = now -> random.nextLong(2 * meanMillis * 1_000_000 + 1);
        return this;
    }

    /** Uniform jitter whose mean switches between two values, staying at each for ten seconds on average. */
    Network regimes(long calmMillis, long roughMillis) {
        jitter = new Jitter() {
            private boolean rough;
            private long untilNanos;

            @Override
            public long nanos(long nowNanos) {
                while (nowNanos >= untilNanos) {
                    rough = !rough;
                    untilNanos += (long) (-Math.log(1 - random.nextDouble()) * 10e9);
                }
                return random.nextLong(2 * (rough ? roughMillis : calmMillis) * 1_000_000 + 1);
            }
        };
        return this;
    }

    Network jitter(Jitter other) {
        jitter = other;
        return this;
    }

    /** Whether the next packet is lost. */
    boolean loses() {
        bad = bad ? random.nextDouble() >= badToGood : random.nextDouble() < goodToBad;
        return bad;
    }

    long delayNanos(long nowNanos) {
        return jitter.nanos(nowNanos);
    }
}

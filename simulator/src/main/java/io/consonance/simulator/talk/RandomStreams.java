package io.consonance.simulator.talk;

import java.util.SplittableRandom;

/**
 * Independent random streams from one seed, one per purpose and index, so that what one part draws never depends on how
 * much or in which order the others draw.
 *
 * @param seed the seed of the run
 */
public record RandomStreams(long seed) {

    /** The stream of one purpose. The same seed, purpose and index always give the same stream. */
    public SplittableRandom stream(String purpose, long index) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(mix(seed ^ mix(hash ^ mix(index))));
    }

    /** Streams for a part of the run that draws for the same purposes as the rest, and still independently of it. */
    public RandomStreams of(String part) {
        return new RandomStreams(stream(part, 0).nextLong());
    }

    /** The finaliser of SplitMix64: every input bit changes about half of the output bits. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

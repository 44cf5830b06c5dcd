package io.consonance.simulator.network;

import java.util.SplittableRandom;

/**
 * The standard normal distribution by arithmetic that gives the same bits on every machine and JDK. Stateless.
 *
 * <p>Draws are exact and take one random number, a product and a comparison, mostly (98.5 %): the ziggurat of G.
 * Marsaglia and W. W. Tsang (J. Stat. Softw. 5(8), 2000) with 256 layers of equal area. Layer and place in it come from
 * different bits of the number, which the first version did not see to (J. A. Doornik, 2005).
 */
final class NormalDistribution {

    private static final int LAYERS = 256;
    /** Where the lowest layer ends and the tail begins. */
    private static final double TAIL_FROM = 3.6541528853610088;
    /** Of each layer, under exp(-x^2 / 2). */
    private static final double AREA = 0.00492867323399;

    private static final int PLACE_BITS = 53;
    private static final double PLACES = 1L << PLACE_BITS - 1;

    /** How wide each layer is, in steps of its place; layer 0 is the lowest, with the tail. */
    private static final double[] WIDTH = new double[LAYERS];
    /** Places below this one are under the curve whatever the height. */
    private static final long[] INSIDE = new long[LAYERS];
    /** The height of the curve at the right end of each layer; at 0 its summit, which is where layer 1 ends. */
    private static final double[] HEIGHT = new double[LAYERS];

    static {
        double right = TAIL_FROM;
        // the lowest layer as a rectangle of the same area
        WIDTH[0] = AREA / curve(right) / PLACES;
        INSIDE[0] = (long) (right / WIDTH[0]);
        HEIGHT[0] = 1;
        for (int layer = LAYERS - 1; layer > 0; layer--) {
            double next = layer == 1 ? 0 : StrictMath.sqrt(-2 * StrictMath.log(AREA / right + curve(right)));
            WIDTH[layer] = right / PLACES;
            INSIDE[layer] = (long) (next / right * PLACES);
            HEIGHT[layer] = curve(right);
            right = next;
        }
    }

    private NormalDistribution() {}

    /** The next draw. */
    static double next(SplittableRandom random) {
        while (true) {
            long bits = random.nextLong();
            int layer = (int) bits & LAYERS - 1;
            long place = bits >> Long.SIZE - PLACE_BITS;
            double value = place * WIDTH[layer];
            if (Math.abs(place) < INSIDE[layer]) {
                return value;
            }
            if (layer == 0) {
                return Math.copySign(tail(random), value);
            }
            double low = HEIGHT[layer];
            if (low + random.nextDouble() * (HEIGHT[layer - 1] - low) < curve(value)) {
                return value;
            }
        }
    }

    /**
     * The share of draws above each of {@code points + 1} values from -{@code limit} to {@code limit}, integrated by
     * Simpson's rule from far outside.
     */
    static double[] upperTails(double limit, int points) {
        double step = 2 * limit / points;
        double[] tails = new double[points + 1];
        double sum = 0;
        double at = limit + 4;
        for (double width = 1.0 / 256; at > limit; at -= width) {
            sum += slice(at - width, at);
        }
        tails[points] = sum;
        for (int i = points - 1; i >= 0; i--) {
            double low = -limit + i * step;
            sum += slice(low, low + step);
            tails[i] = sum;
        }
        return tails;
    }

    /** Beyond the lowest layer: G. Marsaglia's method for the tail. */
    private static double tail(SplittableRandom random) {
        while (true) {
            double beyond = -StrictMath.log(1 - random.nextDouble()) / TAIL_FROM;
            if (-2 * StrictMath.log(1 - random.nextDouble()) >= beyond * beyond) {
                return TAIL_FROM + beyond;
            }
        }
    }

    private static double curve(double value) {
        return StrictMath.exp(-value * value / 2);
    }

    private static double slice(double low, double high) {
        return (high - low) / 6 * (density(low) + 4 * density((low + high) / 2) + density(high));
    }

    private static double density(double z) {
        return curve(z) / StrictMath.sqrt(2 * StrictMath.PI);
    }
}

package io.consonance.simulator.network;

/**
 * The standard normal distribution by arithmetic that gives the same bits on every machine and JDK. Stateless.
 *
 * <p>The quantile is P. J. Acklam's rational approximation (2003), relative error below 1.2e-9.
 */
final class NormalDistribution {

    private static final double[] CENTRE_NUMERATOR = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] CENTRE_DENOMINATOR = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1
    };
    private static final double[] TAIL_NUMERATOR = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] TAIL_DENOMINATOR = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661742099e+00, 1
    };
    private static final double TAIL_FROM = 0.02425;
    private static final double SMALLEST = 0x1p-54;

    private NormalDistribution() {}

    /** The value that a share {@code probability} of all draws stays below; 0 and 1 give the outermost finite values. */
    static double quantile(double probability) {
        double p = Math.max(SMALLEST, Math.min(1 - SMALLEST, probability));
        if (p < TAIL_FROM) {
            return tail(p);
        }
        if (p > 1 - TAIL_FROM) {
            return -tail(1 - p);
        }
        double q = p - 0.5;
        double square = q * q;
        return q * polynomial(CENTRE_NUMERATOR, square) / polynomial(CENTRE_DENOMINATOR, square);
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

    private static double slice(double low, double high) {
        return (high - low) / 6 * (density(low) + 4 * density((low + high) / 2) + density(high));
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    }

    private static double tail(double p) {
        double q = StrictMath.sqrt(-2 * StrictMath.log(p));
        return polynomial(TAIL_NUMERATOR, q) / polynomial(TAIL_DENOMINATOR, q);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}

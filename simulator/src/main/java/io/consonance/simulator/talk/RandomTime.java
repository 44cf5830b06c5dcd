package io.consonance.simulator.talk;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * A random time: at least {@code least}, and a Weibull one on top of it; shape 1 is exponential. Immutable.
 *
 * @param least 0 or more
 * @param scale above 0; of an exponential time its mean
 * @param shape 0.1 to 10
 */
public record RandomTime(Duration least, Duration scale, double shape) {

    /** Checks the ranges. */
    public RandomTime {
        if (least.isNegative()) {
            throw new IllegalArgumentException("least " + least + ": use 0 or more");
        }
        if (scale.isNegative() || scale.isZero()) {
            throw new IllegalArgumentException("scale " + scale + ": use more than 0");
        }
        if (!(shape >= 0.1 && shape <= 10)) {
            throw new IllegalArgumentException("shape " + shape + ": use 0.1 to 10");
        }
    }

    /** An exponential time of this mean. */
    public static RandomTime exponential(Duration mean) {
        return new RandomTime(Duration.ZERO, mean, 1);
    }

    long typicalNanos() {
        return least.toNanos() + scale.toNanos();
    }

    long drawNanos(SplittableRandom random) {
        // StrictMath: the same bits on every machine
        double hazard = -StrictMath.log(1 - random.nextDouble());
        double stretched = shape == 1 ? hazard : StrictMath.pow(hazard, 1 / shape);
        return least.toNanos() + (long) (scale.toNanos() * stretched);
    }
}

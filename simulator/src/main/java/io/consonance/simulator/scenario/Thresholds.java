package io.consonance.simulator.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What decides whether a run has passed. Immutable.
 *
 * @param maxMissedFraction largest share of the expected deliveries that may fail to arrive exactly once, 0 to 1
 * @param maxP99 longest one-way latency that 99 % of the deliveries may take
 * @param minMos smallest mean opinion score of all listeners, 1 to 4.5
 */
public record Thresholds(OptionalDouble maxMissedFraction, Optional<Duration> maxP99, OptionalDouble minMos) {

    /** Everybody has to join, nothing else is demanded. */
    public static final Thresholds NONE =
            new Thresholds(OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty());

    /** Checks every range. */
    public Thresholds {
        Limits.require(
                maxMissedFraction.orElse(0) >= 0 && maxMissedFraction.orElse(0) <= 1,
                "max-loss",
                maxMissedFraction.orElse(0),
                "0 to 100%");
        Limits.require(
                !maxP99.orElse(Duration.ZERO).isNegative(), "max-p99", maxP99.orElse(Duration.ZERO), "0 or more");
        Limits.requireWithin("min-mos", minMos.orElse(1), 1, 4.5);
    }
}

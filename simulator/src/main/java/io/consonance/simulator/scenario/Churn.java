package io.consonance.simulator.scenario;

import java.time.Duration;

/**
 * How often peers leave and come back. Stays and absences last a fixed time and an exponential one on top of it.
 * Immutable.
 *
 * @param stayLeast 0 to 24 h
 * @param stayMean on top of the least, above 0, to 24 h
 * @param awayLeast 0 to 24 h
 * @param awayMean on top of the least, above 0, to 24 h
 * @param withoutGoodbye share of the departures that are cut connections, 0 to 1
 */
public record Churn(
        Duration stayLeast, Duration stayMean, Duration awayLeast, Duration awayMean, double withoutGoodbye) {

    private static final Duration DAY = Duration.ofHours(24);

    /** Engineering values that stress a roster: stays of 3 s and 27 s on top, absences of 0.5 s and 1.5 s; one in four is cut. */
    public static final Churn DEFAULT = new Churn(
            Duration.ofSeconds(3), Duration.ofSeconds(27), Duration.ofMillis(500), Duration.ofMillis(1_500), 0.25);

    /** Checks every range. */
    public Churn {
        Limits.requireWithin("stay-least", stayLeast, Duration.ZERO, DAY);
        Limits.requireWithin("stay-mean", stayMean, Duration.ofMillis(1), DAY);
        Limits.requireWithin("away-least", awayLeast, Duration.ZERO, DAY);
        Limits.requireWithin("away-mean", awayMean, Duration.ofMillis(1), DAY);
        Limits.requireWithin("without-goodbye", withoutGoodbye, 0, 1);
    }
}

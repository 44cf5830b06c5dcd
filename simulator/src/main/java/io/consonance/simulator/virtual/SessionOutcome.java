package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.scenario.SessionPlan;
import org.HdrHistogram.Histogram;

/**
 * What came of one session.
 *
 * @param visitors different peers that were in each room
 * @param logs by group of listeners
 * @param pairs by group of listeners
 */
record SessionOutcome(
        SessionPlan plan,
        int joined,
        int[] visitors,
        Tally tally,
        Histogram latencyMicros,
        int[] sent,
        int[] delivered,
        HearingLog[] logs,
        PairTotals[] pairs,
        LinkTotals links) {}

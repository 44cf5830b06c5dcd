package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.talk.TalkPlan;
import org.HdrHistogram.Histogram;

/** What came of one session. */
record SessionOutcome(
        int firstRoom,
        int joined,
        TalkPlan plan,
        Tally tally,
        Histogram latencyMicros,
        int[] sent,
        int[] delivered,
        HearingLog log,
        PairTotals pairs,
        LinkTotals links) {}

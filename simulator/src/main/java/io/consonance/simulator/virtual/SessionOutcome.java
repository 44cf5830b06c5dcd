package io.consonance.simulator.virtual;

import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.Tally;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.SessionPlan;
import io.consonance.simulator.talk.RoomLayout;
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
        LinkTotals links) {

    /** Adds up what the peers of one session met; everything has been played. */
    static SessionOutcome of(
            Scenario scenario,
            SessionPlan plan,
            VirtualPeer[] peers,
            Measurement measurement,
            Tally tally,
            HearingLog[] logs,
            LinkTotals links) {
        PairTotals[] pairs = PairTotals.perGroup(scenario);
        int joined = 0;
        RoomLayout circles = plan.circles();
        for (int listener = 0; listener < peers.length; listener++) {
            joined += peers[listener].presence.everInside() ? 1 : 0;
            int circle = circles.roomOf(listener);
            int first = circles.firstPeer(circle);
            for (int slot = 0; slot < circles.membersOf(circle); slot++) {
                Hearing hearing = peers[listener].hearing(slot);
                if (hearing != null) {
                    pairs[plan.groupOf(listener)].add(plan, first + slot, listener, hearing);
                }
            }
        }
        return new SessionOutcome(
                plan,
                joined,
                measurement.visitors(),
                tally,
                measurement.latency().snapshotMicros(),
                measurement.sent().perSecond(),
                measurement.delivered().perSecond(),
                logs,
                pairs,
                links);
    }
}

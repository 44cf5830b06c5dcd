package io.consonance.simulator.live;

import io.consonance.simulator.measure.LatencyRecorder;
import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.measure.Tally;
import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * What was measured of a run, or of a share of it. Results of shares of the same run add up to that of the whole.
 *
 * @param joined peers that were in their room at least once
 * @param sessionsLost connections lost that nobody meant to lose
 * @param tally all rooms of the run; those of other shares count nothing
 * @param latencyMicros one-way latency of the first arrivals
 * @param sendDelayMicros from the intended time of a frame until it was sent
 * @param sent frames in each second
 * @param delivered frames handed to listeners in each second
 * @param rehearsed how long was talked before that, without being measured
 * @param spoken how long was talked
 * @param interrupted whether somebody ended it early
 * @param joinSeconds from the first connection to the last peer in its room
 * @param cpuSeconds of all processes
 * @param meanPayloadBytes mean size of the Opus packets sent, stamp included
 */
public record LiveResult(
        int joined,
        int sessionsLost,
        Tally tally,
        Histogram latencyMicros,
        Histogram sendDelayMicros,
        int[] sent,
        int[] delivered,
        Duration rehearsed,
        Duration spoken,
        boolean interrupted,
        double joinSeconds,
        double cpuSeconds,
        double meanPayloadBytes) {

    /** What a share gives whose process is gone: everything was expected, nothing arrived. */
    public static LiveResult lost(LiveSettings settings, Share share) {
        LivePlan plan = new LivePlan(settings);
        Duration duration = settings.scenario().duration();
        Measurement measurement = new Measurement(plan.talk(), duration, 0);
        long longAgo = -2 * LiveShare.SETTLE.toNanos();
        for (int peer = share.firstPeer(plan.layout()); peer < share.endPeer(plan.layout()); peer++) {
            measurement.presence(peer).entered(longAgo);
        }
        return new LiveResult(
                0,
                0,
                measurement.tally(0, duration, LiveShare.SETTLE),
                measurement.latency().snapshotMicros(),
                LatencyRecorder.shared().snapshotMicros(),
                measurement.sent().perSecond(),
                measurement.delivered().perSecond(),
                Duration.ZERO,
                Duration.ZERO,
                false,
                0,
                0,
                0);
    }

    /** Both together, of the same run. */
    public LiveResult plus(LiveResult other) {
        return new LiveResult(
                joined + other.joined,
                sessionsLost + other.sessionsLost,
                tally.plus(other.tally),
                sum(latencyMicros, other.latencyMicros),
                sum(sendDelayMicros, other.sendDelayMicros),
                sum(sent, other.sent),
                sum(delivered, other.delivered),
                longer(rehearsed, other.rehearsed),
                longer(spoken, other.spoken),
                interrupted || other.interrupted,
                Math.max(joinSeconds, other.joinSeconds),
                cpuSeconds + other.cpuSeconds,
                Math.max(meanPayloadBytes, other.meanPayloadBytes));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Histogram sum(Histogram one, Histogram other) {
        Histogram sum = one.copy();
        sum.add(other);
        return sum;
    }

    private static int[] sum(int[] one, int[] other) {
        int[] sum = Arrays.copyOf(one, Math.max(one.length, other.length));
        for (int i = 0; i < other.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }
}

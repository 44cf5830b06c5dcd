package io.consonance.simulator.virtual;

import org.HdrHistogram.Histogram;

/**
 * How long the peers of a group took to join one session, and what they heard, over time. Counts are whole numbers, so that adding logs in any order gives
 * the same. Not thread-safe; one owner.
 */
final class HearingLog {

    private static final long MAX_MICROS = 60_000_000;

    private final long beginNanos;
    private final long[] played;
    private final long[] missed;
    private final long[] delayMicros;
    private final Histogram mouthToEarMicros = new Histogram(MAX_MICROS, 3);
    private final Histogram joinMicros = new Histogram(MAX_MICROS, 3);

    HearingLog(long beginNanos, int seconds) {
        this.beginNanos = beginNanos;
        played = new long[seconds];
        missed = new long[seconds];
        delayMicros = new long[seconds];
    }

    void played(long nowNanos, long micros) {
        int second = secondOf(nowNanos);
        played[second]++;
        delayMicros[second] += micros;
        mouthToEarMicros.recordValue(Math.max(0, Math.min(MAX_MICROS, micros)));
    }

    /** Somebody is in its room so long after it decided to come. */
    void joined(long micros) {
        joinMicros.recordValue(Math.min(MAX_MICROS, micros));
    }

    void missed(long nowNanos) {
        missed[secondOf(nowNanos)]++;
    }

    /** All of them added up, in a new one. */
    static HearingLog sum(HearingLog[] logs) {
        HearingLog sum = new HearingLog(logs[0].beginNanos, logs[0].seconds());
        for (HearingLog log : logs) {
            sum.add(log);
        }
        return sum;
    }

    void add(HearingLog other) {
        for (int second = 0; second < played.length; second++) {
            played[second] += other.played[second];
            missed[second] += other.missed[second];
            delayMicros[second] += other.delayMicros[second];
        }
        mouthToEarMicros.add(other.mouthToEarMicros);
        joinMicros.add(other.joinMicros);
    }

    int seconds() {
        return played.length;
    }

    /** Share of the frames due in a second that were not played from their own packet. */
    double missedFraction(int second) {
        long due = played[second] + missed[second];
        return due == 0 ? 0 : (double) missed[second] / due;
    }

    double meanDelayMillis(int second) {
        return played[second] == 0 ? 0 : delayMicros[second] / 1e3 / played[second];
    }

    boolean isSilent(int second) {
        return played[second] + missed[second] == 0;
    }

    Histogram mouthToEarMicros() {
        return mouthToEarMicros;
    }

    Histogram joinMicros() {
        return joinMicros;
    }

    private int secondOf(long nowNanos) {
        return (int) Math.max(0, Math.min(played.length - 1, (nowNanos - beginNanos) / 1_000_000_000L));
    }
}

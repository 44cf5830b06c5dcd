package io.consonance.engine.cluster;

/**
 * When a node has something to say: a beat every so often, and what is new at once; what else is new right after it is told
 * together. Not thread-safe, one owner.
 */
final class Pace {
    private final long beatNanos;
    private final long togetherNanos;
    private final long retryNanos;
    private long lastBeatNanos;
    private long nextBeatNanos;
    private long nextClaimNanos;
    /** Nothing is due before. Kept, since far more is heard than comes due. */
    private long dueNanos;

    Pace(long nowNanos, long beatNanos, String self) {
        this.beatNanos = beatNanos;
        // Two nodes that want the same session must not go on asking in step.
        this.retryNanos = beatNanos / 2 + Math.floorMod(self.hashCode(), 97) * (beatNanos / 200);
        this.togetherNanos = beatNanos / 8;
        this.lastBeatNanos = nowNanos - togetherNanos;
        this.nextBeatNanos = nowNanos;
        this.nextClaimNanos = nowNanos;
        this.dueNanos = nowNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** How long after a claim that was refused the next one leaves. */
    long retryNanos() {
        return retryNanos;
    }

    boolean isBeatDue(long nowNanos) {
        return nowNanos >= nextBeatNanos;
    }

    /** When a claim that is wanted by then may leave. */
    long claimAtNanos(long wantedNanos) {
        return Math.max(wantedNanos, nextClaimNanos);
    }

    /** Only beats are due so far. */
    void reset() {
        dueNanos = nextBeatNanos;
    }

    void dueAt(long nanos) {
        dueNanos = Math.min(dueNanos, nanos);
    }

    /** There is news for the next beat. */
    void beatSoon(long nowNanos) {
        nextBeatNanos = Math.min(nextBeatNanos, Math.max(nowNanos, lastBeatNanos + togetherNanos));
        dueAt(nextBeatNanos);
    }

    void handleBeatSent(long nowNanos) {
        lastBeatNanos = nowNanos;
        nextBeatNanos = nowNanos + beatNanos;
    }

    void handleClaimSent(long nowNanos) {
        nextClaimNanos = nowNanos + togetherNanos;
    }
}

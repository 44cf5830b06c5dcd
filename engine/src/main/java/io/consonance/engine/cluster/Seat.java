package io.consonance.engine.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One session this node serves or asks for. Not thread-safe, one owner.
 *
 * <pre>
 * state      until                               what it does
 * CLAIMING   granted, or lost after the patience asks everybody again and again
 * HELD       release, or the lease ran out       serves
 * SUSPENDED  resumed, or lost after one lease    like CLAIMING, for the session it had
 * </pre>
 */
final class Seat {

    enum State {
        CLAIMING,
        HELD,
        SUSPENDED
    }

    private static final int MOST_DOUBLINGS = 3;

    private State state = State.CLAIMING;
    private long epoch;
    private long heldSince;
    private long lastAsked;
    /** Claims since somebody answered one. */
    private int unanswered;

    private long retryAtNanos;
    private long giveUpAtNanos;
    /** By sequence: when the claims of this epoch left. A voter that is slow answers one of the first, and its answer counts. */
    private final Map<Long, Long> asked = new HashMap<>();
    /** By sequence and voter: when the claim left that it granted. Words given to different claims are not counted together. */
    private final Map<Long, Map<String, Long>> granted = new HashMap<>();
    /** The claim by which it is held. */
    private long won;

    /** It asks from {@code nowNanos} on. */
    Seat(long epoch, long nowNanos, long giveUpAtNanos) {
        this.epoch = epoch;
        this.retryAtNanos = nowNanos;
        this.giveUpAtNanos = giveUpAtNanos;
    }

    State state() {
        return state;
    }

    boolean isHeld() {
        return state == State.HELD;
    }

    long epoch() {
        return epoch;
    }

    /** Beats from this one on say that the session is held. */
    long heldSince() {
        return heldSince;
    }

    /** When to ask again. */
    long retryAtNanos() {
        return retryAtNanos;
    }

    /** When it is lost, unless it is held. */
    long giveUpAtNanos() {
        return giveUpAtNanos;
    }

    /** By voter: when the claim left by which this is held. */
    Map<String, Long> granted() {
        return granted.getOrDefault(won, Map.of());
    }

    /**
     * This claim leaves for all voters. Nodes that do not answer have too much to do or are gone: they are asked less and less often, from
     * {@code patientNanos} on. Earlier claims count as long as a grant of theirs would.
     */
    void ask(long nowNanos, long sequence, long patientNanos, long countedNanos) {
        asked.values().removeIf(leftAtNanos -> nowNanos - leftAtNanos >= countedNanos);
        granted.keySet().retainAll(asked.keySet());
        asked.put(sequence, nowNanos);
        lastAsked = sequence;
        retryAtNanos = nowNanos + (patientNanos << Math.min(unanswered++, MOST_DOUBLINGS));
    }

    /** Whether it has asked that, and the answer counts. */
    boolean hasAsked(long sequence) {
        return asked.containsKey(sequence);
    }

    /** By voter, this one included: when that claim left. */
    Map<String, Long> handleGrant(String voter, long sequence) {
        unanswered = 0;
        Map<String, Long> word = granted.computeIfAbsent(sequence, claim -> new HashMap<>());
        word.put(voter, asked.get(sequence));
        return word;
    }

    /** A voter says no; it may say something else so much later than it was asked. */
    void handleRefusal(long sequence, long retryNanos) {
        unanswered = 0;
        if (sequence == lastAsked) {
            retryAtNanos = Math.min(retryAtNanos, asked.get(sequence) + retryNanos);
        }
    }

    /** From that beat on it is held, by that claim. */
    void hold(long beat, long claim) {
        state = State.HELD;
        heldSince = beat;
        won = claim;
        asked.keySet().retainAll(Set.of(claim));
    }

    /** It is lost if it is not had back by then; asks at once. */
    void suspend(long giveUpAtNanosThen) {
        state = State.SUSPENDED;
        giveUpAtNanos = giveUpAtNanosThen;
        unanswered = 0;
        retryAtNanos = Long.MIN_VALUE;
        raise(epoch + 1);
    }

    /** Asks for a higher epoch from now on; what was said about the one before does not count. */
    void raise(long higherEpoch) {
        epoch = higherEpoch;
        granted.clear();
        asked.clear();
    }
}

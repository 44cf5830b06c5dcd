package io.consonance.simulator.talk;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who talks when in one room, after ITU-T P.59: exponential times of one talker, two at once, and nobody, with at most
 * two talking at any time.
 *
 * <p>In the long run one talks 68.2 % of the time, nobody 21.0 %, two 10.8 %. Not thread-safe; one owner.
 */
public final class P59Conversation {

    private static final double SINGLE_TALK_SECONDS = 0.854;
    private static final double DOUBLE_TALK_SECONDS = 0.226;
    private static final double SILENCE_SECONDS = 0.456;
    private static final double SILENCE_MIN_SECONDS = 0.2;
    private static final double SINGLE_TO_SILENCE = 0.4;

    private final int speakers;
    private final SplittableRandom random;
    private final BitSet spoken = new BitSet();
    private final List<Talkspurt> spurts = new ArrayList<>();

    /**
     * A conversation that has not begun; it begins with silence.
     *
     * @param speakers members of the room, at least 1; with 1 there is no double talk
     * @param random this conversation's own stream
     */
    public P59Conversation(int speakers, SplittableRandom random) {
        if (speakers < 1) {
            throw new IllegalArgumentException("speakers " + speakers + ": use at least 1");
        }
        this.speakers = speakers;
        this.random = random;
    }

    /** The first {@code durationNanos} of the conversation, ordered by start; what goes on beyond the end is cut there. */
    public List<Talkspurt> talk(long durationNanos) {
        long now = 0;
        while (now < durationNanos) {
            // exponential, redrawn below the minimum: the same as the minimum plus an exponential
            now += nanos(SILENCE_MIN_SECONDS + exponential(SILENCE_SECONDS));
            now = talkUntilSilence(now, durationNanos);
        }
        spurts.sort(Comparator.comparingLong(Talkspurt::startNanos).thenComparingInt(Talkspurt::speaker));
        return List.copyOf(spurts);
    }

    private long talkUntilSilence(long beginNanos, long durationNanos) {
        long now = beginNanos;
        int first = nextSpeaker(-1);
        long firstSince = now;
        while (true) {
            now += nanos(exponential(SINGLE_TALK_SECONDS));
            if (speakers == 1 || random.nextDouble() < SINGLE_TO_SILENCE) {
                add(first, firstSince, now, durationNanos);
                return now;
            }
            int second = nextSpeaker(first);
            long secondSince = now;
            now += nanos(exponential(DOUBLE_TALK_SECONDS));
            if (random.nextBoolean()) {
                add(first, firstSince, now, durationNanos);
                first = second;
                firstSince = secondSince;
            } else {
                add(second, secondSince, now, durationNanos);
            }
        }
    }

    /** One who has spoken before with probability N / (N + 1), otherwise one who has not; never the one talking. */
    private int nextSpeaker(int talking) {
        int candidates = speakers - (talking < 0 ? 0 : 1);
        int before = spoken.cardinality() - (talking >= 0 && spoken.get(talking) ? 1 : 0);
        boolean wantsKnown = random.nextInt(speakers + 1) < speakers;
        boolean known = before > 0 && (wantsKnown || before == candidates);
        int pick = random.nextInt(known ? before : candidates - before);
        for (int speaker = 0; speaker < speakers; speaker++) {
            if (speaker != talking && spoken.get(speaker) == known && pick-- == 0) {
                spoken.set(speaker);
                return speaker;
            }
        }
        throw new AssertionError("a candidate was counted and not found");
    }

    private void add(int speaker, long startNanos, long endNanos, long durationNanos) {
        if (startNanos < durationNanos && startNanos < endNanos) {
            spurts.add(new Talkspurt(speaker, startNanos, Math.min(endNanos, durationNanos)));
        }
    }

    private double exponential(double mean) {
        // StrictMath: the same bits on every machine
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}

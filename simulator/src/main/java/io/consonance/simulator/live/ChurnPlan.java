package io.consonance.simulator.live;

import io.consonance.simulator.talk.RandomStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who leaves when, how, and when it comes back, laid down before the run from one random stream per peer. Immutable.
 *
 * <p>Stays last 3 s plus an exponential time of mean 27 s, absences 0.5 s plus one of mean 1.5 s; one departure in four
 * is without goodbye. These are engineering values that stress a roster; no standard gives any.
 *
 * @param moves in order of time
 */
record ChurnPlan(List<Move> moves) {

    private static final double STAY_MIN_SECONDS = 3;
    private static final double STAY_MEAN_SECONDS = 27;
    private static final double AWAY_MIN_SECONDS = 0.5;
    private static final double AWAY_MEAN_SECONDS = 1.5;
    private static final double WITHOUT_GOODBYE = 0.25;

    /** What a peer does. */
    enum Action {
        LEAVE,
        DROP,
        REJOIN
    }

    /** One peer does something, so long after the talk began. */
    record Move(long atNanos, int peer, Action action) {}

    /** Nobody ever leaves. */
    static ChurnPlan none() {
        return new ChurnPlan(List.of());
    }

    /** Moves of so many peers until the talk ends. */
    static ChurnPlan of(int peers, Duration duration, RandomStreams random) {
        List<Move> moves = new ArrayList<>();
        double end = duration.toNanos() / 1e9;
        for (int peer = 0; peer < peers; peer++) {
            SplittableRandom stream = random.stream("churn", peer);
            // the first stay is already under way when the talk begins
            double now = exponential(STAY_MIN_SECONDS + STAY_MEAN_SECONDS, stream);
            while (now < end) {
                boolean drop = stream.nextDouble() < WITHOUT_GOODBYE;
                moves.add(new Move(nanos(now), peer, drop ? Action.DROP : Action.LEAVE));
                now += AWAY_MIN_SECONDS + exponential(AWAY_MEAN_SECONDS, stream);
                if (now < end) {
                    moves.add(new Move(nanos(now), peer, Action.REJOIN));
                }
                now += STAY_MIN_SECONDS + exponential(STAY_MEAN_SECONDS, stream);
            }
        }
        moves.sort(Comparator.comparingLong(Move::atNanos).thenComparingInt(Move::peer));
        return new ChurnPlan(List.copyOf(moves));
    }

    private static double exponential(double mean, SplittableRandom random) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}

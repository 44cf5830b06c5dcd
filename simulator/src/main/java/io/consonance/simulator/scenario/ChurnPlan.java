package io.consonance.simulator.scenario;

import io.consonance.simulator.talk.RandomStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who leaves when, how, and when it comes back, laid down before the run from one random stream per peer. Immutable.
 *
 * @param moves in order of time
 */
public record ChurnPlan(List<Move> moves) {

    /** Nobody ever leaves. */
    public static ChurnPlan none() {
        return new ChurnPlan(List.of());
    }

    /** Moves of all peers of a session until the talk ends. */
    public static ChurnPlan of(SessionPlan session, Duration duration, RandomStreams random) {
        List<Move> moves = new ArrayList<>();
        for (int peer = 0; peer < session.layout().peers(); peer++) {
            Churn churn = session.group(peer).churn().orElse(null);
            if (churn != null) {
                long since = session.arrivalNanos(peer);
                addMoves(moves, peer, churn, since, duration, random.stream("churn", session.firstPeer() + peer));
            }
        }
        moves.sort(Comparator.comparingLong(Move::atNanos).thenComparingInt(Move::peer));
        return new ChurnPlan(List.copyOf(moves));
    }

    private static void addMoves(
            List<Move> moves, int peer, Churn churn, long sinceNanos, Duration duration, SplittableRandom random) {
        long end = duration.toNanos();
        double stayMean = churn.stayMean().toNanos();
        double stayLeast = churn.stayLeast().toNanos();
        // the first stay is already under way when the talk begins, or begins with the arrival
        double now = sinceNanos + exponential(stayLeast + stayMean, random);
        while (now < end) {
            boolean drop = random.nextDouble() < churn.withoutGoodbye();
            moves.add(new Move((long) now, peer, drop ? Move.Action.DROP : Move.Action.LEAVE, 0));
            now += churn.awayLeast().toNanos() + exponential(churn.awayMean().toNanos(), random);
            if (now < end) {
                moves.add(new Move((long) now, peer, Move.Action.ENTER, 0));
            }
            now += stayLeast + exponential(stayMean, random);
        }
    }

    private static double exponential(double mean, SplittableRandom random) {
        return -mean * StrictMath.log(1 - random.nextDouble());
    }
}

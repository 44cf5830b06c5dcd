package io.consonance.simulator.live;

import io.consonance.simulator.measure.Measurement;
import io.consonance.simulator.scenario.ChurnPlan;
import io.consonance.simulator.scenario.Move;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

/** Carries a {@link ChurnPlan} out as time goes by. One owner. */
final class ChurnRun {

    private final List<Move> moves;
    private final Measurement measurement;
    private final CrewRoom crews;
    private final IntConsumer enter;
    private final BitSet away = new BitSet();
    private int next;
    private int leaves;
    private int withoutGoodbye;

    /** {@code enter} lets a peer come back. */
    ChurnRun(ChurnPlan plan, Measurement measurement, CrewRoom crews, IntConsumer enter) {
        this.moves = plan.moves();
        this.measurement = measurement;
        this.crews = crews;
        this.enter = enter;
    }

    /** When the next move is due, since the talk began; Long.MAX_VALUE after the last. */
    long nextDueNanos() {
        return next == moves.size() ? Long.MAX_VALUE : moves.get(next).atNanos();
    }

    /** Makes the next move. */
    void step() {
        Move move = moves.get(next++);
        if (move.action() == Move.Action.ENTER) {
            away.clear(move.peer());
            enter.accept(move.peer());
        } else {
            depart(move);
        }
    }

    /** Whether the peer has left and not come back so far. */
    boolean isAway(int peer) {
        return away.get(peer);
    }

    /** Times a peer left on purpose, with or without goodbye. */
    int leaves() {
        return leaves;
    }

    /** Of these, without a word. */
    int withoutGoodbye() {
        return withoutGoodbye;
    }

    private void depart(Move move) {
        measurement.presence(move.peer()).left(System.nanoTime());
        away.set(move.peer());
        leaves++;
        Crew.Departure how = Crew.Departure.LEAVE;
        if (move.action() == Move.Action.DROP) {
            withoutGoodbye++;
            how = withoutGoodbye % 2 == 0 && comesBack(move.peer())
                    ? Crew.Departure.FALL_SILENT
                    : Crew.Departure.VANISH;
        }
        crews.tell(move.peer(), new Crew.Depart(move.peer(), how));
    }

    /** Only then does the host get to know at once that a silent peer is gone: its name is taken over. */
    private boolean comesBack(int peer) {
        return moves.subList(next, moves.size()).stream().anyMatch(move -> move.peer() == peer);
    }
}

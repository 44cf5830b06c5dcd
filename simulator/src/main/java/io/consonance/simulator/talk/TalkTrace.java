package io.consonance.simulator.talk;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What was recorded somewhere; the same in every place. Speakers that a place does not have are silent there. Immutable.
 *
 * @param spurts in any order
 */
public record TalkTrace(List<Talkspurt> spurts) implements TalkModel {

    /** Orders them. */
    public TalkTrace {
        spurts = spurts.stream()
                .sorted(Comparator.comparingLong(Talkspurt::startNanos).thenComparingInt(Talkspurt::speaker))
                .toList();
    }

    @Override
    public String words() {
        return "trace";
    }

    @Override
    public List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random) {
        return spurts.stream()
                .filter(spurt -> spurt.speaker() < speakers && spurt.startNanos() < durationNanos)
                .map(spurt ->
                        new Talkspurt(spurt.speaker(), spurt.startNanos(), Math.min(spurt.endNanos(), durationNanos)))
                .toList();
    }
}

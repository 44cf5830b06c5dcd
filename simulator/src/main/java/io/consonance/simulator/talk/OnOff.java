package io.consonance.simulator.talk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Everybody talks and pauses for random times, whatever the others do. Immutable.
 *
 * @param words what it is called in reports
 * @param talk how long somebody talks
 * @param silence how long somebody pauses
 */
public record OnOff(String words, RandomTime talk, RandomTime silence) implements TalkModel {

    private static final int RUN_IN = 10;

    @Override
    public List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random) {
        List<Talkspurt> spurts = new ArrayList<>();
        for (int speaker = 0; speaker < speakers; speaker++) {
            SplittableRandom own = random.split();
            boolean talks = false;
            // long enough ago for the beginning not to matter any more
            long now = -RUN_IN * (talk.typicalNanos() + silence.typicalNanos());
            while (now < durationNanos) {
                long until = now + Math.max(1, (talks ? talk : silence).drawNanos(own));
                if (talks && until > 0) {
                    spurts.add(new Talkspurt(speaker, Math.max(0, now), Math.min(until, durationNanos)));
                }
                talks = !talks;
                now = until;
            }
        }
        spurts.sort(Comparator.comparingLong(Talkspurt::startNanos).thenComparingInt(Talkspurt::speaker));
        return List.copyOf(spurts);
    }
}

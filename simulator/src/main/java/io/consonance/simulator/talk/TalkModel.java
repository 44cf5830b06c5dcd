package io.consonance.simulator.talk;

import java.util.List;
import java.util.SplittableRandom;

/** Who of a number of people talks when. Implementations are immutable. */
public interface TalkModel {

    /** What it is called in reports. */
    String words();

    /**
     * What is said until the end, ordered by start and then by speaker; what goes on beyond the end is cut there.
     *
     * @param speakers people who share a place, at least 1
     * @param random the stream of that place
     */
    List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random);
}

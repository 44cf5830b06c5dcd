package io.consonance.simulator.talk;

import java.util.List;
import java.util.SplittableRandom;

/** The first one talks all the time, the others listen. */
public record Monologue() implements TalkModel {

    @Override
    public String words() {
        return "monologue";
    }

    @Override
    public List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random) {
        return List.of(new Talkspurt(0, 0, durationNanos));
    }
}

package io.consonance.simulator.talk;

import java.util.List;
import java.util.SplittableRandom;

/** Nobody says anything. */
public record Silence() implements TalkModel {

    @Override
    public String words() {
        return "silence";
    }

    @Override
    public List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random) {
        return List.of();
    }
}

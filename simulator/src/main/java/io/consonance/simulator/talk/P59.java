package io.consonance.simulator.talk;

import java.util.List;
import java.util.SplittableRandom;

/** A conversation after ITU-T P.59, see {@link P59Conversation}. */
public record P59() implements TalkModel {

    @Override
    public String words() {
        return "ITU-T P.59";
    }

    @Override
    public List<Talkspurt> talk(int speakers, long durationNanos, SplittableRandom random) {
        return new P59Conversation(speakers, random).talk(durationNanos);
    }
}

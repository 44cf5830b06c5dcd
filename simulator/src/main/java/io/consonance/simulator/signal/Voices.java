package io.consonance.simulator.signal;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.talk.RandomStreams;
import io.consonance.simulator.talk.SpeakerPlan;
import io.consonance.simulator.talk.SpokenClip;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The clips that the speakers of one codec say when somebody really decodes: a few voices, ten seconds each at most, encoded
 * once and said over and over. Immutable.
 */
public final class Voices {

    private static final int VOICES = 8;
    private static final Duration MOST_CLIP = Duration.ofSeconds(10);
    private static final int COMPLEXITY = 5;
    private static final int EXPECTED_LOSS_PERCENT = 10;

    private final VoiceCodec codec;
    private final List<Voice> clips;

    private Voices(VoiceCodec codec, List<Voice> clips) {
        this.codec = codec;
        this.clips = clips;
    }

    /** Speaks, encodes and measures the clips of a run of that length, on all cores; takes a second or two. */
    public static Voices of(VoiceCodec codec, Duration talk, RandomStreams random) {
        int samples = codec.frameSamples();
        long millis = Math.min(MOST_CLIP.toMillis(), 1_000 * (talk.toSeconds() + 1));
        int frames = Math.toIntExact(millis / codec.frame().toMillis());
        EncoderSettings settings = new EncoderSettings(
                samples, codec.bitrateBps(), COMPLEXITY, codec.corrects() ? EXPECTED_LOSS_PERCENT : 0);
        return new Voices(
                codec,
                IntStream.range(0, VOICES)
                        .parallel()
                        .mapToObj(voice -> new Voice(SpokenClip.of(frames, settings, random, voice), samples))
                        .toList());
    }

    /**
     * A listener's ear for one speaker.
     *
     * @param speaker its number in the run: it always says the same
     * @param plan what it says when
     * @param firstPlayNanos when the listener's sound card began
     */
    public Ear ear(int speaker, SpeakerPlan plan, long firstPlayNanos) {
        Voice voice = clips.get(speaker % VOICES);
        int start = (int) (speaker / VOICES * 31L % voice.frames());
        return new Ear(codec, voice, start, plan, firstPlayNanos);
    }
}

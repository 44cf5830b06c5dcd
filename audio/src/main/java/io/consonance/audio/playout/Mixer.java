package io.consonance.audio.playout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One signal of many speakers: the loudest few, each with its own volume and its channel's amplitude, those of lower
 * priority silent while one of higher priority speaks, all of them softer while we speak, limited softly.
 *
 * <p>IO-free; not thread-safe; one owner. Nothing is allocated per block.
 */
public final class Mixer {

    /** Samples per block: 10 ms at 48 kHz. */
    public static final int BLOCK_SAMPLES = 480;

    private static final double BLOCK_NANOS = 1e7;

    private final MixerSettings settings;
    private final Map<String, MixedSpeaker> byName = new HashMap<>();
    private final List<MixedSpeaker> speakers = new ArrayList<>();
    private final float[] sum = new float[BLOCK_SAMPLES];
    private boolean ducked;
    private float duck = 1;
    private long blocks;

    /** Hears each speaker's share of a block. */
    public interface Tap {
        /** {@code pcm[0, BLOCK_SAMPLES)} is as decoded, before any volume, and belongs to the mixer. */
        void heard(String speaker, short[] pcm);
    }

    /** Without speakers. */
    public Mixer(MixerSettings settings) {
        this.settings = settings;
    }

    /** Takes a speaker in; one of the same name is replaced and its volume kept. */
    public void add(String name, SpeakerPlayout playout) {
        MixedSpeaker before = remove(name);
        MixedSpeaker speaker = new MixedSpeaker(name, playout);
        speaker.volume = before == null ? 1 : before.volume;
        byName.put(name, speaker);
        speakers.add(speaker);
    }

    /** The speaker of that name, or null. */
    public SpeakerPlayout speaker(String name) {
        MixedSpeaker speaker = byName.get(name);
        return speaker == null ? null : speaker.playout;
    }

    /** Forgets a speaker that left. */
    public void drop(String name) {
        remove(name);
    }

    /**
     * How loud we want to hear somebody.
     *
     * @param volume 0 (muted) to 4
     */
    public void setVolume(String name, float volume) {
        if (!(volume >= 0 && volume <= 4)) {
            throw new IllegalArgumentException("volume " + volume + ": use 0 to 4");
        }
        MixedSpeaker speaker = byName.get(name);
        if (speaker != null) {
            speaker.volume = volume;
        }
    }

    /** Whether we speak ourselves, so that the others step back. */
    public void setDucked(boolean ducked) {
        this.ducked = ducked;
    }

    /**
     * Mixes the next block into {@code pcm[0, BLOCK_SAMPLES)}.
     *
     * @param nowNanos when its first sample is played
     * @param tap hears every decoded speaker; may be null
     */
    public void read(long nowNanos, short[] pcm, Tap tap) {
        Arrays.fill(sum, 0);
        moveDuck();
        rank();
        int top = topPriority();
        for (int i = 0; i < speakers.size(); i++) {
            speakers.get(i).mixInto(sum, nowNanos, i < settings.loudest(), blocks, top, duck, tap);
        }
        for (int i = 0; i < BLOCK_SAMPLES; i++) {
            pcm[i] = SoftLimit.limit(sum[i]);
        }
        blocks++;
    }

    /**
     * What to tell our own encoder: the median of the loss we see from others, in whole percent, the upper one of two;
     * {@code otherwise} while nobody is heard.
     */
    public int expectedLossPercent(int otherwise) {
        double[] losses = speakers.stream()
                .filter(speaker -> speaker.playout.buffer().counts().framesDue() > 0)
                .mapToDouble(speaker -> speaker.playout.buffer().lossFraction())
                .sorted()
                .toArray();
        return losses.length == 0 ? otherwise : (int) (100 * losses[losses.length / 2]);
    }

    private MixedSpeaker remove(String name) {
        MixedSpeaker speaker = byName.remove(name);
        speakers.remove(speaker);
        return speaker;
    }

    private void moveDuck() {
        if (ducked) {
            double nanos = Math.max(1, settings.duckAttack().toNanos());
            duck = (float) Math.max(settings.duckVolume(), duck - (1 - settings.duckVolume()) * BLOCK_NANOS / nanos);
        } else {
            double nanos = Math.max(1, settings.duckRelease().toNanos());
            duck = (float) Math.min(1, duck + (1 - settings.duckVolume()) * BLOCK_NANOS / nanos);
        }
    }

    /** Insertion sort by loudness, loudest first: almost sorted already, and without garbage. */
    private void rank() {
        for (int i = 1; i < speakers.size(); i++) {
            MixedSpeaker speaker = speakers.get(i);
            float loudness = speaker.loudness();
            int at = i;
            while (at > 0 && speakers.get(at - 1).loudness() < loudness) {
                speakers.set(at, speakers.get(at - 1));
                at--;
            }
            speakers.set(at, speaker);
        }
    }

    private int topPriority() {
        int top = Integer.MIN_VALUE;
        for (int i = 0; i < speakers.size(); i++) {
            SpeakerPlayout playout = speakers.get(i).playout;
            if (speakers.get(i).speaking) {
                top = Math.max(top, playout.priority());
            }
        }
        return top;
    }
}

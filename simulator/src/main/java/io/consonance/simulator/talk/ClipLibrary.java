package io.consonance.simulator.talk;

import io.consonance.audio.opus.EncoderSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opus packets encoded once, replayed by many speakers: a thousand peers that really encode would need the machine for
 * themselves. Immutable as long as nobody writes into the packets.
 */
public final class ClipLibrary {

    private final List<byte[][]> clips;

    private ClipLibrary(List<byte[][]> clips) {
        this.clips = clips;
    }

    /**
     * Speaks and encodes the clips, on all cores.
     *
     * @param clips number of different voices
     * @param frames length of each clip
     */
    public static ClipLibrary encode(int clips, int frames, EncoderSettings settings, RandomStreams random) {
        return new ClipLibrary(IntStream.range(0, clips)
                .parallel()
                .mapToObj(clip -> SpokenClip.of(frames, settings, random, clip).packets())
                .toList());
    }

    /** The packet of a speaker's frame: each speaker has one clip and starts somewhere in it. Not to be written to. */
    public byte[] packet(int speaker, int sequence) {
        byte[][] clip = clips.get(speaker % clips.size());
        long start = speaker / clips.size() * 31L;
        return clip[(int) ((start + sequence) % clip.length)];
    }

    /** Number of clips. */
    public int clips() {
        return clips.size();
    }

    /** Mean size of a packet. */
    public double meanBytes() {
        return clips.stream()
                .flatMap(Arrays::stream)
                .mapToInt(packet -> packet.length)
                .average()
                .orElse(0);
    }
}

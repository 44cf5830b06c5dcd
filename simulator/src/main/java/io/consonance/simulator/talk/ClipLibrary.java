package io.consonance.simulator.talk;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Opus packets encoded once, replayed by many speakers: a thousand peers that really encode would need the machine for
 * themselves. Immutable as long as nobody writes into the packets.
 */
public final class ClipLibrary {

    private static final int SAMPLES_PER_SECOND = 48_000;

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
                .mapToObj(clip -> encodeClip(frames, settings, random, clip))
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

    private static byte[][] encodeClip(int frames, EncoderSettings settings, RandomStreams random, int clip) {
        FrameEncoder encoder = new FrameEncoder(settings);
        int samples = settings.frameSamples();
        // the encoder needs some speech to settle: what it says first is thrown away
        int warmUp = SAMPLES_PER_SECOND / 5 / samples;
        short[] sound = new SyntheticVoice(random.stream("voice", clip)).speak((warmUp + frames) * samples);
        byte[] buffer = new byte[FrameEncoder.MAX_PACKET_BYTES];
        byte[][] packets = new byte[frames][];
        for (int frame = -warmUp; frame < frames; frame++) {
            int length = encoder.encode(sound, (warmUp + frame) * samples, buffer);
            if (frame >= 0) {
                packets[frame] = Arrays.copyOf(buffer, length);
            }
        }
        return packets;
    }
}

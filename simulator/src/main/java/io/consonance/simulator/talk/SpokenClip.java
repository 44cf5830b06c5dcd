package io.consonance.simulator.talk;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import java.util.Arrays;

/**
 * One voice for a while: its sound, and the Opus packets of it. Immutable as long as nobody writes into the arrays.
 *
 * @param sound 48 kHz mono, longer than the packets
 * @param packets one per frame
 * @param firstSample where in {@code sound} the first packet's frame begins as a decoder gives it back
 */
public record SpokenClip(short[] sound, byte[][] packets, int firstSample) {

    private static final int SAMPLES_PER_SECOND = 48_000;

    /** What an encoder looks ahead for speech, and a decoder is behind therefore: 6.5 ms. */
    private static final int LOOK_AHEAD_SAMPLES = 312;

    /**
     * Speaks and encodes.
     *
     * @param frames number of packets
     * @param voice tells the voices of a run apart
     */
    public static SpokenClip of(int frames, EncoderSettings settings, RandomStreams random, int voice) {
        FrameEncoder encoder = new FrameEncoder(settings);
        int samples = settings.frameSamples();
        // the encoder needs some speech to settle: what it says first is thrown away
        int warmUp = SAMPLES_PER_SECOND / 5 / samples;
        short[] sound = new SyntheticVoice(random.stream("voice", voice)).speak((warmUp + frames) * samples);
        byte[] buffer = new byte[FrameEncoder.MAX_PACKET_BYTES];
        byte[][] packets = new byte[frames][];
        for (int frame = -warmUp; frame < frames; frame++) {
            int length = encoder.encode(sound, (warmUp + frame) * samples, buffer);
            if (frame >= 0) {
                packets[frame] = Arrays.copyOf(buffer, length);
            }
        }
        return new SpokenClip(sound, packets, warmUp * samples - LOOK_AHEAD_SAMPLES);
    }
}

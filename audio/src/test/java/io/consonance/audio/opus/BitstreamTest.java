package io.consonance.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is encoded here ends in libopus with the same state of its range coder, bit for bit, and the other way round. */
class BitstreamTest {

    private static final int PACKETS_PER_SETTING = 50;
    private static final int SOUND_SAMPLES = 48_000 * 4;

    private static final int[] FRAME_SAMPLES = {480, 960, 1_920, 2_880};

    private static short[] sound;

    @BeforeAll
    static void needsLibopus() {
        assumeTrue(NativeOpus.supported(), "no libopus for this platform in the test library");
        sound = VoiceSound.speech(0, SOUND_SAMPLES);
    }

    @Test
    void shouldEndInTheSameStateAsLibopusBothWays() {
        assertThat(mismatches(1_500)).isZero();
    }

    @Test
    @Tag("slow")
    void shouldEndInTheSameStateAsLibopusFor200000PacketsEachWay() {
        assertThat(mismatches(200_000)).isZero();
    }

    /** Settings are independent of each other, so that all cores can work. */
    private static int mismatches(int packets) {
        return IntStream.range(0, packets / PACKETS_PER_SETTING)
                .parallel()
                .map(BitstreamTest::mismatchesOfOneSetting)
                .sum();
    }

    private static int mismatchesOfOneSetting(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int samples = FRAME_SAMPLES[random.nextInt(FRAME_SAMPLES.length)];
        int loss = random.nextBoolean() ? 0 : random.nextInt(1, 40);
        EncoderSettings settings =
                new EncoderSettings(samples, random.nextInt(6_000, 64_000), random.nextInt(11), loss);
        FrameEncoder encoder = new FrameEncoder(settings);
        FrameDecoder decoder = new FrameDecoder(samples);
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] decoded = new short[samples];
        int mismatches = 0;
        try (NativeOpus libopus = new NativeOpus(settings)) {
            for (int i = 0; i < PACKETS_PER_SETTING; i++) {
                short[] frame = frame(random, samples);
                int length = encoder.encode(frame, 0, packet);
                boolean same =
                        libopus.decode(packet, length) == samples && libopus.decoderRange() == encoder.finalRange();
                length = libopus.encode(frame, packet);
                same &= decoder.decode(packet, 0, length, decoded) && decoder.finalRange() == libopus.encoderRange();
                mismatches += same ? 0 : 1;
            }
        }
        return mismatches;
    }

    /** Speech at any loudness, noise, or silence. */
    private static short[] frame(SplittableRandom random, int samples) {
        short[] frame = new short[samples];
        int from = random.nextInt(SOUND_SAMPLES - samples);
        int kind = random.nextInt(10);
        double gain = random.nextDouble() * 1.5;
        for (int i = 0; i < samples && kind != 0; i++) {
            double value = kind == 1 ? random.nextInt(-8_000, 8_000) : sound[from + i];
            frame[i] = (short) Math.max(-32_768, Math.min(32_767, value * gain));
        }
        return frame;
    }
}

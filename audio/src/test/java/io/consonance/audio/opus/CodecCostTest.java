package io.consonance.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a frame costs here and in libopus, the same packets: the fastest of many rounds, which other work disturbs least. */
@Tag("slow")
class CodecCostTest {

    private static final int FRAME = 960;
    private static final int FRAMES = 250;
    private static final int ROUNDS = 80;
    private static final EncoderSettings SETTINGS = EncoderSettings.of(FRAME, 24_000);

    private final byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
    private final short[] decoded = new short[FRAME];

    @Test
    void shouldCostAtMostTheAgreedMultipleOfLibopus() {
        assumeTrue(NativeOpus.supported(), "no libopus for this platform in the test library");
        short[][] frames = new short[FRAMES][];
        byte[][] packets = new byte[FRAMES][];
        FrameEncoder source = new FrameEncoder(SETTINGS);
        for (int i = 0; i < FRAMES; i++) {
            frames[i] = VoiceSound.speech(i * FRAME, FRAME);
            packets[i] = Arrays.copyOf(packet, source.encode(frames[i], 0, packet));
        }
        FrameEncoder encoder = new FrameEncoder(SETTINGS);
        FrameDecoder decoder = new FrameDecoder(FRAME);
        long[] best = new long[4];
        Arrays.fill(best, Long.MAX_VALUE);
        try (NativeOpus libopus = new NativeOpus(SETTINGS)) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (short[] frame : frames) {
                    encoder.encode(frame, 0, packet);
                }
                long encoded = System.nanoTime();
                for (short[] frame : frames) {
                    libopus.encode(frame, packet);
                }
                long encodedThere = System.nanoTime();
                for (byte[] bytes : packets) {
                    decoder.decode(bytes, 0, bytes.length, decoded);
                }
                long done = System.nanoTime();
                for (byte[] bytes : packets) {
                    libopus.decode(bytes, bytes.length);
                }
                long doneThere = System.nanoTime();
                long[] took = {encoded - start, encodedThere - encoded, done - encodedThere, doneThere - done};
                Arrays.setAll(best, i -> Math.min(best[i], took[i]));
            }
        }
        double encodeRatio = best[0] / (double) best[1];
        double decodeRatio = best[2] / (double) best[3];
        System.out.printf(
                Locale.ROOT,
                "microseconds per 20 ms frame, here and libopus: encode %.1f and %.1f (%.2f x), decode %.1f and %.1f (%.2f x)%n",
                best[0] / 1e3 / FRAMES,
                best[1] / 1e3 / FRAMES,
                encodeRatio,
                best[2] / 1e3 / FRAMES,
                best[3] / 1e3 / FRAMES,
                decodeRatio);
        assertThat(encodeRatio).isLessThanOrEqualTo(1.8);
        assertThat(decodeRatio).isLessThanOrEqualTo(1.7);
    }
}

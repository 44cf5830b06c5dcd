package io.consonance.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a frame costs here and in libopus, the same packets: of each frame the fastest of many rounds, which other work disturbs least. */
@Tag("slow")
@Isolated("measures what the whole machine does")
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
        long[][] best = new long[4][FRAMES];
        for (long[] each : best) {
            Arrays.fill(each, Long.MAX_VALUE);
        }
        try (NativeOpus libopus = new NativeOpus(SETTINGS)) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < FRAMES; i++) {
                    long start = System.nanoTime();
                    encoder.encode(frames[i], 0, packet);
                    long encoded = System.nanoTime();
                    libopus.encode(frames[i], packet);
                    long encodedThere = System.nanoTime();
                    decoder.decode(packets[i], 0, packets[i].length, decoded);
                    long done = System.nanoTime();
                    libopus.decode(packets[i], packets[i].length);
                    long doneThere = System.nanoTime();
                    best[0][i] = Math.min(best[0][i], encoded - start);
                    best[1][i] = Math.min(best[1][i], encodedThere - encoded);
                    best[2][i] = Math.min(best[2][i], done - encodedThere);
                    best[3][i] = Math.min(best[3][i], doneThere - done);
                }
            }
        }
        double[] micros = Arrays.stream(best)
                .mapToDouble(each -> Arrays.stream(each).average().orElseThrow() / 1e3)
                .toArray();
        double encodeRatio = micros[0] / micros[1];
        double decodeRatio = micros[2] / micros[3];
        System.out.printf(
                Locale.ROOT,
                "microseconds per 20 ms frame, here and libopus: encode %.1f and %.1f (%.2f x), decode %.1f and %.1f (%.2f x)%n",
                micros[0],
                micros[1],
                encodeRatio,
                micros[2],
                micros[3],
                decodeRatio);
        assertThat(encodeRatio).isLessThanOrEqualTo(1.8);
        assertThat(decodeRatio).isLessThanOrEqualTo(1.7);
    }
}

package io.consonance.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {

    private static final int FRAMES = 40;

    @ParameterizedTest
    @ValueSource(ints = {480, 960, 1_920, 2_880})
    void shouldKeepSpeechLikeSoundWhenEncodedAndDecoded(int frameSamples) {
        FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(frameSamples, 24_000));
        FrameDecoder decoder = new FrameDecoder(frameSamples);
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] sound = vowel(FRAMES * frameSamples);
        short[] frame = new short[frameSamples];
        double in = 0;
        double out = 0;
        int bytes = 0;
        for (int i = 0; i < FRAMES; i++) {
            int length = encoder.encode(sound, i * frameSamples, packet);
            bytes += length;
            assertThat(decoder.decode(packet, 0, length, frame)).isTrue();
            for (int s = 0; s < frameSamples; s++) {
                in += (double) sound[i * frameSamples + s] * sound[i * frameSamples + s];
                out += (double) frame[s] * frame[s];
            }
        }
        double bitrateBps = bytes * 8.0 * 48_000 / (FRAMES * frameSamples);
        assertThat(bitrateBps).isBetween(10_000.0, 40_000.0);
        assertThat(out / in).isBetween(0.5, 1.5);
        assertThat(decoder.packetsDamaged()).isZero();
    }

    @Test
    void shouldCarryErrorCorrectionWhenLossIsExpected() {
        FrameEncoder encoder = new FrameEncoder(new EncoderSettings(960, 24_000, 5, 10));
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] sound = vowel(FRAMES * 960);
        int corrected = 0;
        for (int i = 0; i < FRAMES; i++) {
            encoder.encode(sound, i * 960, packet);
            // RFC 6716 4.2.3 and 4.2.4: after the VAD bit, the LBRR flag of a one-frame mono SILK packet
            corrected += (packet[1] >> 6) & 1;
        }
        assertThat(corrected).isGreaterThan(FRAMES * 3 / 4);
    }

    @Test
    void shouldRecoverTheMissingFrameBetterThanConcealingIt() {
        FrameEncoder encoder = new FrameEncoder(new EncoderSettings(960, 24_000, 5, 20));
        FrameDecoder recovering = new FrameDecoder(960);
        FrameDecoder concealing = new FrameDecoder(960);
        FrameDecoder complete = new FrameDecoder(960);
        short[] sound = sweep(FRAMES * 960);
        byte[][] packets = new byte[FRAMES][];
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        for (int i = 0; i < FRAMES; i++) {
            packets[i] = Arrays.copyOf(packet, encoder.encode(sound, i * 960, packet));
        }
        double recoveredError = 0;
        double concealedError = 0;
        short[] a = new short[960];
        short[] b = new short[960];
        short[] reference = new short[960];
        for (int i = 0; i < FRAMES - 1; i++) {
            complete.decode(packets[i], 0, packets[i].length, reference);
            if (i % 5 == 4) {
                recovering.recover(packets[i + 1], 0, packets[i + 1].length, a);
                concealing.conceal(b);
                recoveredError += distance(a, reference);
                concealedError += distance(b, reference);
            } else {
                recovering.decode(packets[i], 0, packets[i].length, a);
                concealing.decode(packets[i], 0, packets[i].length, b);
            }
        }
        assertThat(recoveredError).isLessThan(concealedError / 2);
    }

    @Test
    void shouldConcealAndCountWhenPacketsAreDamaged() {
        FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(960, 24_000));
        FrameDecoder decoder = new FrameDecoder(960);
        SplittableRandom random = new SplittableRandom(7);
        byte[] buffer = new byte[FrameEncoder.MAX_PACKET_BYTES];
        byte[][] packets = new byte[FRAMES][];
        short[] sound = vowel(FRAMES * 960);
        for (int i = 0; i < FRAMES; i++) {
            packets[i] = Arrays.copyOf(buffer, encoder.encode(sound, i * 960, buffer));
        }
        short[] frame = new short[960];
        long concealed = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] packet = packets[round % FRAMES].clone();
            int damaged = random.nextInt(4);
            for (int i = 0; i < damaged; i++) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
            }
            int shown = random.nextInt(4) == 0 ? random.nextInt(packet.length + 1) : packet.length;
            concealed += decoder.decode(packet, 0, shown, frame) ? 0 : 1;
        }
        assertThat(decoder.packetsDamaged()).isEqualTo(concealed).isGreaterThan(100);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> EncoderSettings.of(961, 24_000));
        assertThatIllegalArgumentException().isThrownBy(() -> EncoderSettings.of(960, 5_999));
        assertThatIllegalArgumentException().isThrownBy(() -> new EncoderSettings(960, 24_000, 11, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new EncoderSettings(960, 24_000, 5, 101));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameDecoder(1));
    }

    /** A steady vowel: 120 Hz and its harmonics under two formants. */
    private static short[] vowel(int samples) {
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++) {
            double value = 0;
            for (int h = 1; h <= 25; h++) {
                double hz = 120.0 * h;
                double gain = 1 / (1 + Math.pow((hz - 600) / 200, 2)) + 0.4 / (1 + Math.pow((hz - 1_700) / 250, 2));
                value += gain * Math.sin(2 * Math.PI * hz * i / 48_000);
            }
            sound[i] = (short) (value * 4_000);
        }
        return sound;
    }

    /** A voice whose pitch keeps gliding, so that repeating the last frame is a bad guess. */
    private static short[] sweep(int samples) {
        short[] sound = new short[samples];
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double hz = 180 + 80 * Math.sin(2 * Math.PI * 2.5 * i / 48_000);
            phase += 2 * Math.PI * hz / 48_000;
            double envelope = 0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * i / 48_000);
            double value = 0;
            for (int h = 1; h <= 10; h++) {
                value += Math.sin(h * phase) / h;
            }
            sound[i] = (short) (value * envelope * 5_000);
        }
        return sound;
    }

    private static double distance(short[] a, short[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}

package io.consonance.simulator.talk;

import java.util.SplittableRandom;

/**
 * Sound with the statistics an Opus encoder cares about in speech: a pitched source that glides, formants that move from
 * syllable to syllable, bursts of noise for consonants, and short gaps. Nobody understands it; the codec cannot tell.
 *
 * <p>48 kHz mono. Each voice has its own pitch and tempo. Not thread-safe; one owner.
 */
final class SyntheticVoice {

    private static final int SAMPLE_RATE_HZ = 48_000;

    /** First three formants of a, e, i, o, u and a schwa, in Hz. */
    private static final double[][] VOWELS = {
        {730, 1090, 2440}, {530, 1840, 2480}, {270, 2290, 3010}, {570, 840, 2410}, {300, 870, 2240}, {500, 1500, 2500}
    };

    private static final double[] BANDWIDTHS_HZ = {80, 110, 160};
    private static final double[] GAINS = {1, 0.6, 0.35};

    private final SplittableRandom random;
    private final double basePitchHz;
    private final double syllableSeconds;
    private final double[] formants = VOWELS[5].clone();
    private final double[] delay1 = new double[3];
    private final double[] delay2 = new double[3];
    private double pitchPhase;
    private double smoothedPulse;

    SyntheticVoice(SplittableRandom random) {
        this.random = random;
        basePitchHz = 95 + 135 * random.nextDouble();
        syllableSeconds = 0.16 + 0.09 * random.nextDouble();
    }

    /** The next {@code samples} samples. */
    short[] speak(int samples) {
        short[] sound = new short[samples];
        int at = 0;
        while (at < samples) {
            int length = (int) (SAMPLE_RATE_HZ * syllableSeconds * (0.7 + 0.6 * random.nextDouble()));
            syllable(sound, at, Math.min(length, samples - at), length);
            at += length;
        }
        return sound;
    }

    private void syllable(short[] sound, int from, int count, int length) {
        double[] target = VOWELS[random.nextInt(VOWELS.length)];
        double consonant = random.nextInt(4) == 0 ? 0.32 : 0.12;
        double gap = random.nextInt(7) == 0 ? 0.35 : 0.04;
        double loudness = 2_500 + 4_500 * random.nextDouble();
        double glide = -0.12 + 0.2 * random.nextDouble();
        for (int i = 0; i < count; i++) {
            double position = (double) i / length;
            for (int f = 0; f < 3; f++) {
                formants[f] += (target[f] - formants[f]) / 1_200;
            }
            double pulse = pulse(basePitchHz * (1 + glide * position));
            double noise = random.nextDouble() * 2 - 1;
            boolean hiss = position < consonant;
            double voiced = hiss ? 0.15 : envelope((position - consonant) / (1 - consonant - gap));
            double sample = resonate(pulse * 30 * voiced + noise * 0.02 * voiced) * loudness;
            if (hiss) {
                sample += noise * envelope(position / consonant) * loudness * 0.25;
            }
            sound[from + i] = (short) Math.max(-32_000, Math.min(32_000, sample));
        }
    }

    /** A rise, a plateau and a fall over 0 to 1; 0 outside. */
    private static double envelope(double position) {
        return position <= 0 || position >= 1 ? 0 : Math.min(1, 4 * Math.min(position, 1 - position));
    }

    /** One glottal pulse per period, with the spectrum falling off above it. */
    private double pulse(double hz) {
        pitchPhase += hz / SAMPLE_RATE_HZ;
        double impulse = 0;
        if (pitchPhase >= 1) {
            pitchPhase -= 1;
            impulse = 0.95 + 0.1 * random.nextDouble();
        }
        smoothedPulse += (impulse - smoothedPulse) * 0.12;
        return smoothedPulse;
    }

    private double resonate(double input) {
        double sum = 0;
        for (int f = 0; f < 3; f++) {
            double radius = 1 - Math.PI * BANDWIDTHS_HZ[f] / SAMPLE_RATE_HZ;
            double angle = 2 * Math.PI * formants[f] / SAMPLE_RATE_HZ;
            // StrictMath: the same bits on every machine
            double cosine = StrictMath.cos(angle);
            double output = (1 - radius) * input + 2 * radius * cosine * delay1[f] - radius * radius * delay2[f];
            delay2[f] = delay1[f];
            delay1[f] = output;
            sum += GAINS[f] * output;
        }
        return sum;
    }
}

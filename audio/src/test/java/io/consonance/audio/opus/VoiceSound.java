package io.consonance.audio.opus;

import java.util.SplittableRandom;

/** Something like a voice: a gliding pitch, moving formants, syllables. Any stretch of it, always the same. */
public final class VoiceSound {

    private static final int RATE = 48_000;

    private VoiceSound() {}

    /** Samples {@code [from, from + samples)}: voiced all the time, at changing pitch and loudness. */
    public static short[] speech(int from, int samples) {
        short[] pcm = new short[samples];
        SplittableRandom breath = new SplittableRandom(from);
        for (int i = 0; i < samples; i++) {
            double t = (from + i) / (double) RATE;
            // the integral of 150 + 50 sin(2 pi 1.7 t) Hz
            double phase = 2 * Math.PI * 150 * t - 50 / 1.7 * Math.cos(2 * Math.PI * 1.7 * t);
            double first = 500 + 250 * Math.sin(2 * Math.PI * 2.3 * t);
            double second = 1_500 + 500 * Math.sin(2 * Math.PI * 1.1 * t);
            double value = 0;
            for (int h = 1; h <= 24; h++) {
                double hz = h * 150.0;
                double gain = 1 / (1 + sq((hz - first) / 120)) + 0.5 / (1 + sq((hz - second) / 200)) + 0.02;
                value += gain * Math.sin(h * phase);
            }
            double syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3.7 * t);
            pcm[i] = (short) (value * syllable * 3_000 + breath.nextInt(-60, 61));
        }
        return pcm;
    }

    private static double sq(double x) {
        return x * x;
    }
}

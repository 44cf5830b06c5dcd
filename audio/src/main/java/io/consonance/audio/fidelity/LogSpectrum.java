package io.consonance.audio.fidelity;

import java.util.Arrays;

/**
 * The power spectrum of a frame of 48 kHz sound, every 100 Hz up to 7 kHz, which is what wideband speech holds.
 *
 * <p>The distance of two spectra is the root mean square of their differences in decibels, over spectra whose dynamic range
 * is confined to {@value #DYNAMIC_RANGE_DB} dB below the strongest component of the whole clip (I. Cohen, "Speech enhancement
 * using a noncausal a priori SNR estimator", IEEE Signal Processing Letters 11, 2004; E. Habets, thesis, Eindhoven 2007).
 * Without that, what nobody hears beside the speech decides. Not thread-safe; one owner.
 */
public final class LogSpectrum {

    /** How far below the strongest component of a clip anything counts. */
    public static final int DYNAMIC_RANGE_DB = 50;

    /** Number of components of a spectrum. */
    public static final int COMPONENTS = 70;

    private static final int HZ_STEP = 100;
    private static final int TURN_SAMPLES = 48_000 / HZ_STEP;
    private static final int HALF_TURN = TURN_SAMPLES / 2;
    private static final double FLOOR_OF_PEAK = 1e-5;
    /** One step of a 16-bit sample: a silent clip has no peak. */
    private static final double LEAST_FLOOR = 1;

    private static final double[] COSINES = new double[TURN_SAMPLES];
    private static final double[] SINES = new double[TURN_SAMPLES];

    static {
        for (int i = 0; i < TURN_SAMPLES; i++) {
            COSINES[i] = StrictMath.cos(2 * Math.PI * i / TURN_SAMPLES);
            SINES[i] = StrictMath.sin(2 * Math.PI * i / TURN_SAMPLES);
        }
    }

    private double[] window = {};
    private final double[] turn = new double[TURN_SAMPLES];
    private final double[] even = new double[HALF_TURN];
    private final double[] odd = new double[HALF_TURN];

    /** The powers of {@code pcm[offset, offset + samples)} under a Hann window. */
    public float[] of(short[] pcm, int offset, int samples) {
        prepare(samples);
        fold(pcm, offset, samples);
        float[] powers = new float[COMPONENTS];
        double scale = 4.0 / ((double) samples * samples);
        for (int component = 0; component < COMPONENTS; component++) {
            powers[component] = (float) (power(component + 1) * scale);
        }
        return powers;
    }

    /** The floor of a clip whose strongest component, over all of its frames, is {@code peak}. */
    public static double floor(double peak) {
        return Math.max(LEAST_FLOOR, peak * FLOOR_OF_PEAK);
    }

    /** The strongest component. */
    public static double peak(float[] spectrum) {
        double peak = 0;
        for (float power : spectrum) {
            peak = Math.max(peak, power);
        }
        return peak;
    }

    /** The distance of two spectra in decibels, neither of which goes below {@code floor}. */
    public static double distanceDb(float[] one, float[] other, double floor) {
        double sum = 0;
        for (int i = 0; i < COMPONENTS; i++) {
            double decibels = 10 * StrictMath.log10(Math.max(floor, one[i]) / Math.max(floor, other[i]));
            sum += decibels * decibels;
        }
        return Math.sqrt(sum / COMPONENTS);
    }

    /**
     * Multiples of 100 Hz repeat after 480 samples, their cosines are even and their sines odd: what has the same cosine, or
     * the opposite sine, is added up first.
     */
    private void fold(short[] pcm, int offset, int samples) {
        Arrays.fill(turn, 0);
        for (int i = 0; i < samples; i++) {
            turn[i % TURN_SAMPLES] += window[i] * pcm[offset + i];
        }
        for (int i = 1; i < HALF_TURN; i++) {
            even[i] = turn[i] + turn[TURN_SAMPLES - i];
            odd[i] = turn[i] - turn[TURN_SAMPLES - i];
        }
    }

    private double power(int multiple) {
        double re = turn[0] + (multiple % 2 == 0 ? turn[HALF_TURN] : -turn[HALF_TURN]);
        double im = 0;
        int angle = 0;
        for (int i = 1; i < HALF_TURN; i++) {
            angle += multiple;
            angle -= angle < TURN_SAMPLES ? 0 : TURN_SAMPLES;
            re += even[i] * COSINES[angle];
            im += odd[i] * SINES[angle];
        }
        return re * re + im * im;
    }

    private void prepare(int samples) {
        if (window.length == samples) {
            return;
        }
        window = new double[samples];
        Arrays.setAll(window, i -> 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / samples));
    }
}

package io.consonance.audio.client;

/**
 * Where in what was heard a piece of what was said is found, and how much alike the two are there. Everything happens at a
 * quarter of the sample rate, for a voice has next to nothing above 6 kHz.
 *
 * @param delayMillis from the one to the other
 * @param correlation 1 for the same, 0 for something else
 */
record Match(double delayMillis, double correlation) {

    static final int STEP = 4;
    static final int PER_MILLISECOND = 12;

    /** The sound at a quarter of its rate. */
    static float[] quarter(short[] pcm) {
        float[] quarter = new float[pcm.length / STEP];
        for (int i = 0; i < quarter.length; i++) {
            float sum = 0;
            for (int j = 0; j < STEP; j++) {
                sum += pcm[STEP * i + j];
            }
            quarter[i] = sum;
        }
        return quarter;
    }

    /** The best place for {@code said[from, from + length)} among those up to {@code maxLag} later; all in quarter samples. */
    static Match find(float[] said, int from, int length, float[] heard, int maxLag) {
        double energy = 0;
        double heardEnergy = 0;
        for (int i = 0; i < length; i++) {
            energy += square(said[from + i]);
            heardEnergy += from + i < heard.length ? square(heard[from + i]) : 0;
        }
        Match best = new Match(0, -1);
        for (int lag = 0; lag <= maxLag && from + lag + length < heard.length; lag++) {
            double correlation =
                    product(said, from, heard, from + lag, length) / Math.sqrt(1 + energy * Math.max(0, heardEnergy));
            if (correlation > best.correlation) {
                best = new Match(lag / (double) PER_MILLISECOND, correlation);
            }
            heardEnergy += square(heard[from + lag + length]) - square(heard[from + lag]);
        }
        return best;
    }

    /** How loud {@code sound[from, from + length)} is: root mean square of the samples it was made from, or thereabouts. */
    static double level(float[] sound, int from, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += square(sound[from + i] / STEP);
        }
        return Math.sqrt(sum / length);
    }

    /** In four sums, which a processor does side by side; {@code length} is a multiple of four. */
    private static double product(float[] a, int atA, float[] b, int atB, int length) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int i = 0; i < length; i += 4) {
            first += a[atA + i] * b[atB + i];
            second += a[atA + i + 1] * b[atB + i + 1];
            third += a[atA + i + 2] * b[atB + i + 2];
            fourth += a[atA + i + 3] * b[atB + i + 3];
        }
        return first + second + third + fourth;
    }

    private static double square(double x) {
        return x * x;
    }
}

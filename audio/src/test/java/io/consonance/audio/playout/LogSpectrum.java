package io.consonance.audio.playout;

/** Log spectral distance of two frames over what wideband speech holds. */
final class LogSpectrum {

    private static final int HZ_STEP = 100;
    private static final int MAX_HZ = 7_000;

    /** An amplitude of one step of a 16-bit sample: what is softer is rounding. */
    private static final double FLOOR = 1;

    private LogSpectrum() {}

    static double distanceDecibels(short[] a, short[] b) {
        double sum = 0;
        int bins = 0;
        for (int hz = HZ_STEP; hz <= MAX_HZ; hz += HZ_STEP) {
            double decibels = 10 * Math.log10((power(a, hz) + FLOOR) / (power(b, hz) + FLOOR));
            sum += decibels * decibels;
            bins++;
        }
        return Math.sqrt(sum / bins);
    }

    private static double power(short[] pcm, int hz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < pcm.length; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / pcm.length);
            double angle = 2 * Math.PI * hz * i / 48_000;
            re += window * pcm[i] * Math.cos(angle);
            im += window * pcm[i] * Math.sin(angle);
        }
        double scale = 2.0 / pcm.length;
        return (re * re + im * im) * scale * scale;
    }
}

package io.consonance.audio.capture;

/**
 * Whether somebody speaks, from the loudness of 10 ms blocks against a noise floor that is followed: quickly down, slowly
 * up.
 */
final class VoiceActivity {

    private static final double OVER_FLOOR = 3;
    private static final double LEAST_LEVEL = 60;
    private static final double FLOOR_FALLS = 0.2;
    private static final double FLOOR_RISES = 1.004;
    private static final double FIRST_FLOOR = 100;

    private double floor = FIRST_FLOOR;

    boolean hears(short[] pcm, int samples) {
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < samples; i++) {
            mean += pcm[i];
        }
        mean /= samples;
        for (int i = 0; i < samples; i++) {
            sum += (pcm[i] - mean) * (pcm[i] - mean);
        }
        double level = Math.sqrt(sum / samples);
        boolean speech = level > LEAST_LEVEL && level > OVER_FLOOR * floor;
        floor = level < floor ? floor + FLOOR_FALLS * (level - floor) : Math.min(level, floor * FLOOR_RISES);
        floor = Math.max(1, floor);
        return speech;
    }
}

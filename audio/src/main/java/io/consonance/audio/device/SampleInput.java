package io.consonance.audio.device;

import java.util.Arrays;

/** Sound out of memory, as fast as it is asked for: samples, a tone, silence. One owner. */
public final class SampleInput implements SoundInput {

    private final short[] samples;
    private final boolean endless;
    private int next;

    private SampleInput(short[] samples, boolean endless) {
        this.samples = samples;
        this.endless = endless;
    }

    /** These samples, once; they are copied. */
    public static SampleInput of(short[] samples) {
        return new SampleInput(samples.clone(), false);
    }

    /** Silence without end. */
    public static SampleInput silence() {
        return new SampleInput(new short[SoundFormat.BLOCK_SAMPLES], true);
    }

    /**
     * A sine without end.
     *
     * @param frequencyHz 1 to 24,000
     * @param amplitude 0 to 1
     */
    public static SampleInput tone(int frequencyHz, double amplitude) {
        if (frequencyHz < 1 || frequencyHz > SoundFormat.SAMPLE_RATE_HZ / 2 || !(amplitude >= 0 && amplitude <= 1)) {
            throw new IllegalArgumentException(
                    "a tone of " + frequencyHz + " Hz with amplitude " + amplitude + ": use 1 to 24000 Hz and 0 to 1");
        }
        // one second holds a whole number of periods
        short[] second = new short[SoundFormat.SAMPLE_RATE_HZ];
        for (int i = 0; i < second.length; i++) {
            double phase = 2 * Math.PI * frequencyHz * i / SoundFormat.SAMPLE_RATE_HZ;
            second[i] = (short) Math.round(amplitude * Short.MAX_VALUE * Math.sin(phase));
        }
        return new SampleInput(second, true);
    }

    @Override
    public int read(short[] pcm) {
        int filled = 0;
        while (filled < pcm.length) {
            if (next == samples.length) {
                if (!endless) {
                    break;
                }
                next = 0;
            }
            int count = Math.min(pcm.length - filled, samples.length - next);
            System.arraycopy(samples, next, pcm, filled, count);
            next += count;
            filled += count;
        }
        Arrays.fill(pcm, filled, pcm.length, (short) 0);
        return filled;
    }

    @Override
    public void close() {
        next = endless ? next : samples.length;
    }
}

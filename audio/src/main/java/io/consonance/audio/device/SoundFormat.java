package io.consonance.audio.device;

import javax.sound.sampled.AudioFormat;

/** The one form that samples have here: 48 kHz, mono, 16 bit, in blocks of 10 ms. */
public final class SoundFormat {

    /** Samples per second. */
    public static final int SAMPLE_RATE_HZ = 48_000;

    /** Samples in a block of 10 ms. */
    public static final int BLOCK_SAMPLES = 480;

    /** How long a block lasts. */
    public static final long BLOCK_NANOS = 10_000_000;

    static final int SAMPLE_BYTES = 2;

    static final AudioFormat PCM = new AudioFormat(SAMPLE_RATE_HZ, 16, 1, true, false);

    private SoundFormat() {}

    /** How long that many samples last. */
    public static long nanos(long samples) {
        return samples * 1_000_000_000L / SAMPLE_RATE_HZ;
    }

    static void toBytes(short[] pcm, int samples, byte[] bytes) {
        for (int i = 0; i < samples; i++) {
            bytes[2 * i] = (byte) pcm[i];
            bytes[2 * i + 1] = (byte) (pcm[i] >> 8);
        }
    }

    static void toSamples(byte[] bytes, int samples, short[] pcm) {
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8);
        }
    }
}

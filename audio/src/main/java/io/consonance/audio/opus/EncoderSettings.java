package io.consonance.audio.opus;

/**
 * What one encoder produces: 48 kHz mono frames of one fixed size, variable bitrate, tuned for speech.
 *
 * @param frameSamples samples per frame at 48 kHz: 480, 960, 1920 or 2880 (10, 20, 40, 60 ms)
 * @param bitrateBps target bitrate, 6,000 to 128,000 bit/s
 * @param complexity 0 (cheap) to 10 (best)
 * @param expectedLossPercent 0 to 100; above 0 the packets carry in-band error correction, and audio bandwidth stays
 *     at most wideband, without which the encoder silently leaves the correction out
 */
public record EncoderSettings(int frameSamples, int bitrateBps, int complexity, int expectedLossPercent) {

    /** Checks every range. */
    public EncoderSettings {
        if (!FrameSizes.isVoiceFrame(frameSamples)) {
            throw new IllegalArgumentException("frameSamples " + frameSamples + ": use 480, 960, 1920 or 2880");
        }
        requireRange("bitrateBps", bitrateBps, 6_000, 128_000);
        requireRange("complexity", complexity, 0, 10);
        requireRange("expectedLossPercent", expectedLossPercent, 0, 100);
    }

    /** The given frame size and bitrate at complexity 5, no loss expected. */
    public static EncoderSettings of(int frameSamples, int bitrateBps) {
        return new EncoderSettings(frameSamples, bitrateBps, 5, 0);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": use " + min + " to " + max);
        }
    }
}

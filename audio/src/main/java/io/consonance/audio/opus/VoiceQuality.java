package io.consonance.audio.opus;

/** Dissonance's qualities and what they cost (docs/protocol/dissonance.md 14). */
public enum VoiceQuality {
    /** 10 kbit/s: understood. */
    LOW(10_000),
    /** 17 kbit/s, Dissonance's default. */
    MEDIUM(17_000),
    /** 24 kbit/s: wideband, with room for error correction. */
    HIGH(24_000);

    private final int bitrateBps;

    VoiceQuality(int bitrateBps) {
        this.bitrateBps = bitrateBps;
    }

    /** Target bitrate of the encoder. */
    public int bitrateBps() {
        return bitrateBps;
    }
}

package io.consonance.audio.opus;

/** The frame sizes voice is sent in, and the largest packet Opus allows for one. */
final class FrameSizes {

    static final int SAMPLE_RATE_HZ = 48_000;

    /** 120 ms, the longest an Opus packet can decode to. */
    static final int MAX_PACKET_SAMPLES = 5_760;

    private FrameSizes() {}

    static boolean isVoiceFrame(int samples) {
        return samples == 480 || samples == 960 || samples == 1_920 || samples == 2_880;
    }
}

package io.consonance.audio.opus;

/**
 * Turns frames of 48 kHz mono samples into voice payloads, one payload per frame. Not thread-safe; one owner. Buffers
 * belong to the caller and are not kept.
 */
public interface VoiceEncoder {

    /** Samples per frame. */
    int frameSamples();

    /**
     * Encodes {@code pcm[offset, offset + frameSamples)} into the start of {@code packet}.
     *
     * @return the length of the packet in bytes
     * @throws IllegalArgumentException if a buffer is too small
     */
    int encode(short[] pcm, int offset, byte[] packet);

    /** What share of the packets the receivers miss, 0 to 100; a codec that can protects what it sends accordingly. */
    void setExpectedLossPercent(int percent);
}

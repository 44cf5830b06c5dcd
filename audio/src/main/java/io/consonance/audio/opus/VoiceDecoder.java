package io.consonance.audio.opus;

/**
 * Turns one speaker's voice payloads into frames of 48 kHz mono samples; whatever cannot be decoded is concealed. Not
 * thread-safe; one owner. Buffers belong to the caller and are not kept.
 */
public interface VoiceDecoder {

    /** Samples per frame. */
    int frameSamples();

    /**
     * Decodes one packet into {@code pcm[0, frameSamples)}.
     *
     * @return whether the packet was good; if not, {@code pcm} holds a concealed frame
     */
    boolean decode(byte[] packet, int offset, int length, short[] pcm);

    /**
     * Recovers the frame before {@code nextPacket} from the error correction in it, or conceals it if there is none.
     *
     * @return whether the packet was good; {@code pcm} holds a frame in any case
     */
    boolean recover(byte[] nextPacket, int offset, int length, short[] pcm);

    /** Fills {@code pcm[0, frameSamples)} with a guess at a frame that is lost. */
    void conceal(short[] pcm);

    /** Forgets what was decoded so far: another speech begins. */
    void reset();

    /** Packets so far that could not be decoded to one frame and were concealed. */
    long packetsDamaged();
}

package io.consonance.audio.client;

/**
 * Hears a session as samples, 48 kHz mono, in blocks of 10 ms. Called on the thread that plays: return quickly, never
 * block, and copy what is to be kept, for the array is used again. An exception is kept from that thread; the first becomes a
 * notice.
 */
public interface SoundListener {

    /**
     * One speaker as decoded, before any volume; not called while it is silent, nor while too many others are louder.
     *
     * @param atSample where the block begins, counted from the first block of the mix: speakers are aligned by it
     */
    default void onSpeaker(String player, long atSample, short[] pcm, int samples) {}

    /** Everybody together as a speaker would play it, without a gap from the beginning on. */
    default void onMix(long atSample, short[] pcm, int samples) {}
}

package io.consonance.audio.device;

/**
 * Where sound comes from. One thread reads; {@link #close} may be called by any and ends a read that is waiting. The
 * array belongs to the caller and is not kept.
 */
public interface SoundInput extends AutoCloseable {

    /**
     * Fills the whole array, waiting for a device to hear it; what comes after the end of a file is silence.
     *
     * @return how many samples came from the source: fewer than asked for at its end, then 0
     * @throws SoundUnavailableException when the device is gone
     */
    int read(short[] pcm) throws SoundUnavailableException;

    @Override
    void close();

    /** Opens an input; called again when a device that was lost may be back. */
    @FunctionalInterface
    interface Opener {
        /**
         * A fresh input.
         *
         * @throws SoundUnavailableException saying what is missing, for people
         */
        SoundInput open() throws SoundUnavailableException;
    }
}

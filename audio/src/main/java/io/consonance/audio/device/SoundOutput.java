package io.consonance.audio.device;

/**
 * Where sound goes. One thread writes; {@link #close} may be called by any and ends a write that is waiting. The array
 * belongs to the caller and is not kept.
 */
public interface SoundOutput extends AutoCloseable {

    /**
     * Plays {@code pcm[0, samples)}, waiting until the device has room for it.
     *
     * @throws SoundUnavailableException when the device is gone
     */
    void write(short[] pcm, int samples) throws SoundUnavailableException;

    @Override
    void close();

    /** Opens an output; called again when a device that was lost may be back. */
    @FunctionalInterface
    interface Opener {
        /**
         * A fresh output.
         *
         * @throws SoundUnavailableException saying what is missing, for people
         */
        SoundOutput open() throws SoundUnavailableException;
    }
}

package io.consonance.audio.device;

/** A sound device or file that is missing, busy, of a kind we cannot use, or gone. The message is for people. */
public final class SoundUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is the matter, and what could be used instead. */
    public SoundUnavailableException(String message) {
        super(message);
    }

    SoundUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.consonance.audio.capture;

/** The library that would process sound is missing, or cannot be loaded on this machine. The message is for people. */
public final class ProcessingUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    ProcessingUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

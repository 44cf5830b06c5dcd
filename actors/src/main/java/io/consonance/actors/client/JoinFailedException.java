package io.consonance.actors.client;

import io.consonance.engine.link.RejectCode;

/** A client could not join: says what the host, or the way to it, had against it. */
public final class JoinFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RejectCode code;

    JoinFailedException(String message, RejectCode code) {
        super(message);
        this.code = code;
    }

    /** What the host answered; null if none did, or with a code that is unknown here. */
    public RejectCode code() {
        return code;
    }
}

package io.consonance.simulator.inspect;

import java.io.IOException;

/** The file is not of a kind that can be inspected; the message names the file, the place and what is allowed. */
final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
        super(message);
    }
}

package io.consonance.simulator.cli;

import io.consonance.simulator.live.Progress;

/** Chooses how a command tells how it gets on. Stateless. */
final class CommandProgress {

    private CommandProgress() {}

    /** A moving bar if stderr is a terminal, else lines. Java cannot tell, so the launcher does. */
    static Progress onStderr() {
        return Boolean.getBoolean("consonance.terminal")
                ? new TerminalProgress(System.err)
                : new LineProgress(System.err, System::nanoTime);
    }
}

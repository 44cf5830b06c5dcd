package io.consonance.simulator.cli;

import io.consonance.simulator.report.Report;
import java.io.IOException;

/** A live run, alone or shared among workers. {@link #interrupt} may be called by any thread. */
interface LiveRun {

    /** Runs it. */
    Report run(String version, String commit) throws IOException, InterruptedException;

    /** Ends it early. */
    void interrupt();

    /** What runs it. */
    @FunctionalInterface
    interface Runner {
        /** Runs it. */
        Report run(String version, String commit) throws IOException, InterruptedException;
    }

    /** Made of its two parts. */
    static LiveRun of(Runner runner, Runnable interrupt) {
        return new LiveRun() {
            @Override
            public Report run(String version, String commit) throws IOException, InterruptedException {
                return runner.run(version, commit);
            }

            @Override
            public void interrupt() {
                interrupt.run();
            }
        };
    }
}

package io.consonance.simulator.live;

import io.consonance.simulator.report.RunFacts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a run of this process began, on the wall and in CPU time; it begins when this is made. Immutable. */
public final class RunClock {

    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final long startedNanos = System.nanoTime();
    private final long startedCpuNanos = ProcessProbe.cpuNanos();

    /** CPU time of this process since then, in seconds. */
    double cpuSeconds() {
        return (ProcessProbe.cpuNanos() - startedCpuNanos) / 1e9;
    }

    /**
     * What the report says of this process, if it ends now.
     *
     * @param version of this program
     * @param commit it was built from
     */
    public RunFacts.Process process(String version, String commit) {
        return new RunFacts.Process(
                startedAt.toString(),
                (System.nanoTime() - startedNanos) / 1e9,
                cpuSeconds(),
                ProcessProbe.jdk(),
                ProcessProbe.os(),
                Runtime.getRuntime().availableProcessors(),
                ProcessProbe.heapMaxMiB(),
                version,
                commit);
    }
}

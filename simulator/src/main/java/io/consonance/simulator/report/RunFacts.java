package io.consonance.simulator.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What depends on the machine and the moment; nothing in it can be repeated from the seed.
 *
 * @param process what ran it, and for how long
 * @param joinSeconds from the first connection to the last peer in its room; 0 in a virtual run
 * @param before resources once the host stood, before the first peer
 * @param after resources when all peers had gone; null where not measured
 * @param threads that shared the work of a virtual run; null in a live one
 * @param workers that shared a live run; CPU time is theirs too, the rest of the machine is the coordinator's; null if none
 * @param speedup how many times faster than real the talk went; null in a live run
 * @param packetsPerCpuSecond packets that entered a simulated link, per second of CPU time of the whole process; null in
 *     a live run
 * @param sendDelayMillis of the frames; null in a virtual run
 * @param load of this process while they talked; null in a virtual run
 */
public record RunFacts(
        @JsonUnwrapped Process process,
        double joinSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) Resources before,
        @JsonInclude(JsonInclude.Include.NON_NULL) Resources after,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer threads,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer workers,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double speedup,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double packetsPerCpuSecond,
        @JsonInclude(JsonInclude.Include.NON_NULL) SendDelay sendDelayMillis,
        @JsonInclude(JsonInclude.Include.NON_NULL) Load load) {

    /** Of a live run; what was not measured, or is not shared, is null. */
    public static RunFacts live(
            Process process,
            double joinSeconds,
            Resources before,
            Resources after,
            Integer workers,
            SendDelay sendDelay,
            Load load) {
        return new RunFacts(process, joinSeconds, before, after, null, workers, null, null, sendDelay, load);
    }

    /** Of a virtual run: so many seconds of talk and packets by so many threads. */
    public static RunFacts virtual(Process process, int threads, double talkedSeconds, long packets) {
        return new RunFacts(
                process,
                0,
                null,
                null,
                threads,
                null,
                talkedSeconds / process.wallSeconds,
                packets / process.cpuSeconds,
                null,
                null);
    }

    /**
     * The process that ran it.
     *
     * @param startedAt when the run began, ISO 8601, UTC
     * @param wallSeconds from start to report
     * @param cpuSeconds of the whole process, the embedded host included
     * @param jdk vendor and version
     * @param os name, version and architecture
     * @param cores processors available to the process
     * @param heapMaxMiB largest heap the process may use
     * @param version of this program
     * @param commit it was built from; "unknown" outside a repository
     */
    public record Process(
            String startedAt,
            double wallSeconds,
            double cpuSeconds,
            String jdk,
            String os,
            int cores,
            long heapMaxMiB,
            String version,
            String commit) {

        /** The same after so much time and work in all. */
        public Process took(double wall, double cpu) {
            return new Process(startedAt, wall, cpu, jdk, os, cores, heapMaxMiB, version, commit);
        }
    }

    /**
     * What the process holds.
     *
     * @param heapMiB live heap after a collection
     * @param threads live threads
     * @param fileDescriptors open file descriptors; -1 where the system does not tell
     */
    public record Resources(double heapMiB, int threads, long fileDescriptors) {}

    /**
     * How long after their intended time frames left, in milliseconds. It is part of every latency measured and no doing of the host: a machine with too
     * much to do lets its own peers wait.
     */
    public record SendDelay(double p50, double p99, double max) {
        /** Of microseconds. */
        public static SendDelay ofMicros(Histogram micros) {
            return new SendDelay(
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getMaxValue() / 1e3);
        }
    }

    /**
     * What the process used in each second of the talk; the embedded host is in it.
     *
     * @param cpuCores cores that were busy, on average over the second
     * @param heapMiB heap in use at its end, garbage included
     */
    public record Load(double[] cpuCores, double[] heapMiB) {}

    /** Time and work of several runs after each other on one machine. */
    static RunFacts sum(List<Report> reports) {
        RunFacts first = reports.get(0).run();
        double wall = 0;
        double join = 0;
        double cpu = 0;
        double talked = 0;
        double packets = 0;
        for (Report report : reports) {
            RunFacts run = report.run();
            wall += run.process.wallSeconds;
            join += run.joinSeconds;
            cpu += run.process.cpuSeconds;
            talked += report.durationSeconds();
            packets += run.packetsPerCpuSecond == null ? 0 : run.packetsPerCpuSecond * run.process.cpuSeconds;
        }
        return new RunFacts(
                first.process.took(wall, cpu),
                join,
                first.before,
                first.after,
                first.threads,
                first.workers,
                first.speedup == null ? null : talked / wall,
                first.packetsPerCpuSecond == null ? null : packets / cpu,
                first.sendDelayMillis,
                first.load);
    }
}

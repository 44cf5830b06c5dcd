package io.consonance.benchmarks.relay;

/**
 * One run of one job on one relay.
 *
 * @param packetsIn datagrams the relay took from its socket
 * @param packetsOut datagrams that it sent to the peers
 * @param offeredIn datagrams that were sent to it
 * @param cpuSeconds processor time of its process, user and system
 * @param busyFraction processor time against time
 * @param allocatedBytes garbage made, all threads
 * @param p50Micros latency against the intended send time; 0 where it says nothing
 */
record Sample(
        String relay,
        String mode,
        int fanOut,
        long offeredIn,
        long packetsIn,
        long packetsOut,
        double cpuSeconds,
        double busyFraction,
        long allocatedBytes,
        double p50Micros,
        double p99Micros,
        double p999Micros) {

    double packetsOutPerCpuSecond() {
        return packetsOut / cpuSeconds;
    }

    double cpuMicrosPerPacketOut() {
        return cpuSeconds * 1e6 / packetsOut;
    }

    double allocatedBytesPerPacketIn() {
        return (double) allocatedBytes / packetsIn;
    }

    /** Share of the offered datagrams that never got into the relay. */
    double lossFraction() {
        return offeredIn == 0 ? 0 : Math.max(0, 1 - (double) packetsIn / offeredIn);
    }
}

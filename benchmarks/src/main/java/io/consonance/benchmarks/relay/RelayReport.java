package io.consonance.benchmarks.relay;

import java.util.List;

/**
 * Everything one run found; the JSON file is this record.
 *
 * @param reference the relay that ratios are against
 * @param relayCore the core all relays ran on, or -1
 * @param hostAgainstMurmur the host with Murmur as the reference, where both ran
 * @param notRun what could not be compared, and why
 */
record RelayReport(
        String startedAt,
        String jdk,
        String system,
        int cores,
        int relayCore,
        String reference,
        int repeats,
        double seconds,
        List<String> notRun,
        List<Row> rows,
        List<Row> hostAgainstMurmur,
        List<Sample> samples) {}

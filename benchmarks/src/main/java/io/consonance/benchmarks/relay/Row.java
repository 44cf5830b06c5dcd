package io.consonance.benchmarks.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What all repeats of one job say about one relay: medians, and its ratio to the reference repeat by repeat.
 *
 * @param ratio packets out per CPU-second against the reference in the same repeat; above 1 is better than the reference
 */
record Row(
        String mode,
        int fanOut,
        String relay,
        double packetsOutPerCpuSecond,
        Spread ratio,
        double cpuMicrosPerPacketOut,
        double allocatedBytesPerPacketIn,
        double packetsInPerSecond,
        double busyFraction,
        double lossFraction,
        double p50Micros,
        double p99Micros,
        double p999Micros) {

    /** Rows in the order of the jobs and relays, without those that never ran; repeat number i of a relay is its i-th sample of a job. */
    static List<Row> of(List<Sample> samples, List<Job> jobs, List<String> relays, String reference, double seconds) {
        List<Row> rows = new ArrayList<>();
        for (Job job : jobs) {
            List<Sample> base = of(samples, job, reference);
            for (String relay : relays) {
                List<Sample> own = of(samples, job, relay);
                if (own.isEmpty()) {
                    continue;
                }
                double[] ratios = new double[own.size()];
                for (int i = 0; i < ratios.length; i++) {
                    ratios[i] =
                            own.get(i).packetsOutPerCpuSecond() / base.get(i).packetsOutPerCpuSecond();
                }
                rows.add(new Row(
                        job.mode(),
                        job.fanOut(),
                        relay,
                        median(own, Sample::packetsOutPerCpuSecond),
                        Spread.of(ratios),
                        median(own, Sample::cpuMicrosPerPacketOut),
                        median(own, Sample::allocatedBytesPerPacketIn),
                        median(own, sample -> sample.packetsIn() / seconds),
                        median(own, Sample::busyFraction),
                        median(own, Sample::lossFraction),
                        median(own, Sample::p50Micros),
                        median(own, Sample::p99Micros),
                        median(own, Sample::p999Micros)));
            }
        }
        return rows;
    }

    private static List<Sample> of(List<Sample> samples, Job job, String relay) {
        return samples.stream()
                .filter(sample -> sample.relay().equals(relay)
                        && sample.mode().equals(job.mode())
                        && sample.fanOut() == job.fanOut())
                .toList();
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Spread.of(samples.stream().mapToDouble(figure).toArray()).median();
    }
}

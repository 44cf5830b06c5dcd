package io.consonance.simulator.live;

import io.consonance.simulator.report.RunFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Notes what the process used in every second of the talk, as the talk tells how it gets on. Not thread-safe; one owner. */
final class LoadMeter implements Progress {

    private final Progress progress;
    private final LongSupplier cpuNanos;
    private final DoubleSupplier heapMiB;
    private final List<Double> cores = new ArrayList<>();
    private final List<Double> heaps = new ArrayList<>();
    private long cpuBeforeNanos;
    private long second;

    /** A meter that passes everything on; CPU time of the process so far and heap in use now are asked for. */
    LoadMeter(Progress progress, LongSupplier cpuNanos, DoubleSupplier heapMiB) {
        this.progress = progress;
        this.cpuNanos = cpuNanos;
        this.heapMiB = heapMiB;
    }

    /** What was used until now. */
    RunFacts.Load load() {
        return new RunFacts.Load(array(cores), array(heaps));
    }

    @Override
    public void begin(String part, String unit, long total) {
        progress.begin(part, unit, total);
        cpuBeforeNanos = cpuNanos.getAsLong();
        second = 0;
    }

    /** {@code done} is in seconds. */
    @Override
    public void at(long done, String detail) {
        progress.at(done, detail);
        if (done > second) {
            long cpu = cpuNanos.getAsLong();
            // a process that was held up for seconds used that much in each of them
            double used = (cpu - cpuBeforeNanos) / 1e9 / (done - second);
            double heap = heapMiB.getAsDouble();
            for (; second < done; second++) {
                cores.add(Math.round(used * 1e3) / 1e3);
                heaps.add(Math.round(heap * 10) / 10.0);
            }
            cpuBeforeNanos = cpu;
        }
    }

    @Override
    public void end() {
        progress.end();
    }

    @Override
    public void note(String line) {
        progress.note(line);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs all jobs on all relays: each starts once, warms up, and then they take turns, job by job and repeat by repeat, so that
 * whatever disturbs the machine disturbs all of them.
 */
final class RelayComparison implements AutoCloseable {

    private static final long KEEP_ALIVE_NANOS = 4_000_000_000L;

    private final List<RunningContender> relays = new ArrayList<>();
    private final Map<Integer, Double> pacedRates = new HashMap<>();
    private final Consumer<String> progress;
    private long lastKeepAliveNanos = System.nanoTime();

    RelayComparison(List<Contender> contenders, Machine machine, List<Integer> fanOuts, Consumer<String> progress)
            throws IOException, MalformedPacketException {
        this.progress = progress;
        try {
            for (Contender contender : contenders) {
                progress.accept("starting " + contender.name());
                relays.add(new RunningContender(contender, machine));
            }
            // Only now: a JVM may start for so long that a host would close peers that say nothing meanwhile.
            for (RunningContender relay : relays) {
                for (int fanOut : fanOuts) {
                    relay.join(fanOut);
                    keepAlive();
                }
            }
        } catch (IOException | MalformedPacketException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** Lets JVMs compile what is hot, and finds half of what the host (or else the first relay) takes per second, for each number of copies. */
    void warmUp(List<Integer> fanOuts, long nanos) throws IOException {
        for (int fanOut : fanOuts) {
            for (RunningContender relay : relays) {
                progress.accept("warming up " + relay.name() + ", N = " + fanOut);
                relay.run(new Job(false, fanOut), 0, nanos, 0);
                Sample sample = relay.run(new Job(false, fanOut), 0, nanos, 0);
                double half = sample.packetsIn() / sample.cpuSeconds() / 2;
                if (relay.name().equals(Contender.HOST)) {
                    pacedRates.put(fanOut, half);
                } else {
                    pacedRates.putIfAbsent(fanOut, half);
                }
                keepAlive();
            }
        }
    }

    List<Sample> run(List<Job> jobs, int repeats, long nanos) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (Job job : jobs) {
                progress.accept(
                        "repeat " + (repeat + 1) + " of " + repeats + ", " + job.mode() + ", N = " + job.fanOut());
                for (int i = 0; i < relays.size(); i++) {
                    // Nobody is always first.
                    RunningContender relay = relays.get((i + repeat) % relays.size());
                    if (relay.does(job)) {
                        samples.add(relay.run(job, pacedRates.getOrDefault(job.fanOut(), 0.0), nanos, repeat));
                    }
                    keepAlive();
                }
            }
        }
        return samples;
    }

    private void keepAlive() throws IOException {
        if (System.nanoTime() - lastKeepAliveNanos > KEEP_ALIVE_NANOS) {
            lastKeepAliveNanos = System.nanoTime();
            for (RunningContender relay : relays) {
                relay.keepAlive();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (RunningContender relay : relays) {
            relay.close();
        }
    }
}

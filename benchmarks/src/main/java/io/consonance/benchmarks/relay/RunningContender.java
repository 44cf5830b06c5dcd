package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A contender's process with its groups of peers. */
final class RunningContender implements AutoCloseable {

    private final Contender contender;
    private final RelayProcess process;
    private final Machine machine;
    private final Map<Integer, Group> groups = new HashMap<>();

    private record Group(Peers peers, Load load) {}

    RunningContender(Contender contender, Machine machine) throws IOException {
        this.contender = contender;
        this.machine = machine;
        process = contender.start(machine.relayCore());
    }

    String name() {
        return contender.name();
    }

    void join(int fanOut) throws IOException, MalformedPacketException {
        Peers peers = process.join(fanOut);
        groups.put(fanOut, new Group(peers, load(peers)));
    }

    private Load load(Peers peers) throws IOException {
        if (machine.loadProgram() == null) {
            return new SocketLoad(peers);
        }
        List<String> command = List.of(machine.loadProgram().toString());
        return new ProgramLoad(Machine.pinned(machine.loadCore(), command), peers);
    }

    void keepAlive() throws IOException {
        for (Group group : groups.values()) {
            group.peers.keepAlive();
        }
    }

    /** Murmur only saturated: a peer that loses 256 datagrams in a row under more than it takes is not understood any more. */
    boolean does(Job job) {
        return !job.paced() || !name().equals(Contender.MURMUR);
    }

    /** Does the job for so long; {@code packetsPerSecond} counts only where it is paced. */
    Sample run(Job job, double packetsPerSecond, long nanos, long seed) throws IOException {
        Load load = groups.get(job.fanOut()).load;
        UdpDrops dropsBefore = UdpDrops.read();
        long allocatedBefore = process.allocatedBytes();
        long cpuBefore = cpuNanos();
        long begin = System.nanoTime();
        Load.Traffic traffic = job.paced() ? load.pace(packetsPerSecond, nanos, seed) : load.saturate(nanos);
        long elapsed = System.nanoTime() - begin;
        long cpu = cpuNanos() - cpuBefore;
        long allocated = process.allocatedBytes() - allocatedBefore;
        UdpDrops drops = UdpDrops.read();
        long lostIn = drops.at(process.address().getPort())
                - dropsBefore.at(process.address().getPort());
        long lostOut = 0;
        for (int port : load.ports()) {
            lostOut += drops.at(port) - dropsBefore.at(port);
        }
        return new Sample(
                name(),
                job.mode(),
                job.fanOut(),
                traffic.sent(),
                traffic.sent() - lostIn,
                traffic.received() + lostOut,
                cpu / 1e9,
                (double) cpu / elapsed,
                allocated,
                traffic.p50Micros(),
                traffic.p99Micros(),
                traffic.p999Micros());
    }

    /** Of all its threads; {@code /proc} counts it in nanoseconds, others in clock ticks. */
    private long cpuNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads) {
                sum += cpuNanos(thread.resolve("schedstat"));
            }
        }
        return sum;
    }

    private static long cpuNanos(Path schedstat) throws IOException {
        try {
            String line = Files.readString(schedstat);
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        for (Group group : groups.values()) {
            group.load.close();
            group.peers.close();
        }
        process.close();
    }
}

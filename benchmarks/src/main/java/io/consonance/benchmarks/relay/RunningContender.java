package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A contender's process with its groups of peers. Ends with {@link #close()}, and by itself when this process ends. */
final class RunningContender implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;

    private final Contender contender;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final InetSocketAddress address;
    private final Machine machine;
    private final Map<Integer, Group> groups = new HashMap<>();

    private record Group(Peers peers, Load load) {}

    RunningContender(Contender contender, Machine machine) throws IOException {
        this.contender = contender;
        this.machine = machine;
        process = new ProcessBuilder(Machine.pinned(machine.relayCore(), contender.command()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        address = new InetSocketAddress("127.0.0.1", Integer.parseInt(answer("ready")));
    }

    private String answer(String keyword) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(keyword + " ")) {
            throw new IOException("relay " + contender.name() + " ended or said what was not asked: " + line);
        }
        return line.substring(keyword.length() + 1);
    }

    String name() {
        return contender.name();
    }

    void join(int fanOut) throws IOException, MalformedPacketException {
        Peers peers = new Peers(address, contender.byTcp(), fanOut);
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

    /** Does the job for so long; {@code packetsPerSecond} counts only where it is paced. */
    Sample run(Job job, double packetsPerSecond, long nanos, long seed) throws IOException {
        Load load = groups.get(job.fanOut()).load;
        UdpDrops dropsBefore = UdpDrops.read();
        long allocatedBefore = allocatedBytes();
        long cpuBefore = cpuNanos();
        long begin = System.nanoTime();
        Load.Traffic traffic = job.paced() ? load.pace(packetsPerSecond, nanos, seed) : load.saturate(nanos);
        long elapsed = System.nanoTime() - begin;
        long cpu = cpuNanos() - cpuBefore;
        long allocated = allocatedBytes() - allocatedBefore;
        UdpDrops drops = UdpDrops.read();
        long lostIn = drops.at(address.getPort()) - dropsBefore.at(address.getPort());
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

    private long allocatedBytes() throws IOException {
        in.write("\n");
        in.flush();
        return Long.parseLong(answer("allocated"));
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
        in.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

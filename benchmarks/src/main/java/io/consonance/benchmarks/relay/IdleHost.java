package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host in a process of its own with peers that joined and say no more than that they are there. One thread. */
public final class IdleHost implements AutoCloseable {

    private static final int SESSION_PEERS = 8;
    private static final long KEEP_ALIVE_NANOS = 4_000_000_000L;

    private final Process process;
    private final InetSocketAddress address;
    private final List<TcpLink> links = new ArrayList<>();
    private long lastKeepAliveNanos = System.nanoTime();

    /** Starts the host. */
    public IdleHost() throws IOException {
        List<String> flags = List.of("-XX:+UseG1GC", "-Xmx1g");
        process = new ProcessBuilder(Contender.inJava(flags).get(0).command())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String ready = out.readLine();
        if (ready == null) {
            throw new IOException("the host ended before it was ready");
        }
        address = new InetSocketAddress("127.0.0.1", Integer.parseInt(ready.substring("ready ".length())));
    }

    /** So many more, one after another. */
    public void join(int peers) throws IOException, MalformedPacketException {
        for (int i = 0; i < peers; i++) {
            int number = links.size();
            links.add(new TcpLink(address, "idle-" + number / SESSION_PEERS, "peer-" + number));
            if (System.nanoTime() - lastKeepAliveNanos > KEEP_ALIVE_NANOS) {
                lastKeepAliveNanos = System.nanoTime();
                for (TcpLink link : links) {
                    link.keepAlive();
                }
            }
        }
    }

    /** What is reachable in the host's heap, after a full collection. */
    public long liveHeapBytes() throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process histogram = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = histogram.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines()
                    .filter(line -> line.startsWith("Total"))
                    .map(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                    .findFirst()
                    .orElseThrow(() -> new IOException("jcmd gave no histogram of the host's heap"));
        }
    }

    @Override
    public void close() throws IOException {
        for (TcpLink link : links) {
            link.close();
        }
        process.outputWriter(StandardCharsets.UTF_8).close();
    }
}

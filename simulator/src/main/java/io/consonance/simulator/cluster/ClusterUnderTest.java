package io.consonance.simulator.cluster;

import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.ClientSettings;
import io.consonance.actors.client.HostAddress;
import io.consonance.simulator.live.NodesUnderTest;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cluster on this machine whose nodes crash, stall, leave and lose each other while peers talk. One owner; the events have a thread of their own. */
public final class ClusterUnderTest implements NodesUnderTest {
    /** A drain or a restart may still go on when the next event is due. */
    private static final int THREADS = 4;

    private final int size;
    private final List<NodeEvent> events;
    private final Progress progress;
    private final ScheduledExecutorService stage = Executors.newScheduledThreadPool(THREADS);
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Map<String, Speech> speech = new ConcurrentHashMap<>();
    private final List<PeerRecord> records = new ArrayList<>();
    private final List<EventRecord> past = new ArrayList<>();
    private LocalNodes nodes;
    private Path logs;
    private boolean passed;
    private volatile String failure;
    private volatile boolean interrupted;

    /**
     * Not started yet.
     *
     * @param events in the order of their times
     */
    public ClusterUnderTest(int size, List<NodeEvent> events, Progress progress) {
        this.size = size;
        this.events = events;
        this.progress = progress;
    }

    @Override
    public void open() throws IOException {
        logs = Files.createTempDirectory("consonance-cluster-");
        nodes = new LocalNodes(size, logs);
        progress.begin("starting", "nodes", size);
        long beginNanos = System.nanoTime();
        try {
            startAll();
        } finally {
            progress.end();
        }
        progress.note("all are ready after " + (System.nanoTime() - beginNanos) / 1_000_000 + " ms");
    }

    private void startAll() throws IOException {
        for (int node = 1; node <= size; node++) {
            nodes.start(node);
        }
        for (int node = 1; node <= size; node++) {
            nodes.awaitReady(node, () -> interrupted);
            progress.at(node, "");
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
    }

    @Override
    public String words() {
        return "cluster of " + size;
    }

    @Override
    public List<HostAddress> addresses() {
        return nodes.addresses();
    }

    @Override
    public synchronized ClientListener beside(ClientSettings client, ClientListener measured) {
        PeerRecord peer = new PeerRecord(client.session(), speechIn(client.session()), measured);
        records.add(peer);
        members.computeIfAbsent(client.session(), name -> new HashSet<>()).add(client.name());
        return peer;
    }

    private Speech speechIn(String session) {
        return speech.computeIfAbsent(session, name -> new Speech());
    }

    @Override
    public void spoken(String session, long nowNanos) {
        speechIn(session).handleFrame(nowNanos);
    }

    @Override
    public void talkBegins() {
        for (NodeEvent event : events) {
            at(event.at(), () -> {
                watch(event);
                begin(event);
            });
            if (!event.lasts().isZero()) {
                at(event.end(), () -> end(event));
            }
        }
    }

    @Override
    public void talkEnds() {
        stage.shutdownNow();
        close(System.nanoTime());
    }

    @Override
    public synchronized List<Report.NodeEvent> events() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        return past.stream().map(EventRecord::outcome).toList();
    }

    @Override
    public void passed() {
        passed = true;
    }

    @Override
    public void close() {
        stage.shutdownNow();
        if (nodes != null) {
            try {
                nodes.close();
            } catch (IOException e) {
                progress.note("the wires between the nodes: " + e.getMessage());
            }
            if (passed) {
                deleteLogs();
            } else {
                progress.note("what the nodes said is in " + logs);
            }
        }
    }

    private void deleteLogs() {
        try (Stream<Path> all = Files.list(logs)) {
            for (Path log : all.toList()) {
                Files.delete(log);
            }
            Files.delete(logs);
        } catch (IOException e) {
            progress.note("what the nodes said stays in " + logs + ": " + e.getMessage());
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void at(Duration time, Step step) {
        stage.schedule(
                () -> {
                    try {
                        step.run();
                    } catch (IOException | RuntimeException e) {
                        failure = e.toString();
                    } catch (InterruptedException e) {
                        // The talk is over.
                        Thread.currentThread().interrupt();
                    }
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void begin(NodeEvent event) throws IOException, InterruptedException {
        switch (event.kind()) {
            case KILL -> nodes.kill(event.node());
            case DRAIN -> nodes.drain(event.node());
            case RESTART -> restart(event.node());
            case STALL -> nodes.stall(event.node());
            case PARTITION -> nodes.wires().cut(event.sides());
        }
    }

    private void end(NodeEvent event) throws IOException, InterruptedException {
        if (event.kind() == NodeEvent.Kind.STALL) {
            nodes.resume(event.node());
        } else {
            nodes.wires().mend();
        }
    }

    private void restart(int node) throws IOException, InterruptedException {
        if (nodes.isThere(node)) {
            nodes.drain(node);
        }
        nodes.start(node);
        nodes.awaitReady(node, () -> false);
    }

    private synchronized void watch(NodeEvent event) {
        long nowNanos = System.nanoTime();
        close(nowNanos);
        past.add(new EventRecord(event, nowNanos, records, members));
    }

    /** What happens from now on belongs to no event so far. */
    private synchronized void close(long nowNanos) {
        if (!past.isEmpty()) {
            past.get(past.size() - 1).close(nowNanos);
        }
    }
}

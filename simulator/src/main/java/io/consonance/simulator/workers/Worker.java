package io.consonance.simulator.workers;

import io.consonance.simulator.live.Progress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;

/** One worker process: waits for a coordinator, does one share of one run. One owner, one use. */
public final class Worker {

    private static final int CONNECT_MILLIS = 2_000;
    private static final long RETRY_NANOS = 500_000_000;

    /** A node needs some seconds to become part of a cluster. */
    private static final Duration CLUSTER_PATIENCE = Duration.ofSeconds(20);

    private final InetSocketAddress coordinator;
    private final Duration patience;
    private final String version;
    private final Progress progress;

    /**
     * A worker of the coordinator at that address.
     *
     * @param patience how long the coordinator may take to appear
     * @param version of this program
     */
    public Worker(InetSocketAddress coordinator, Duration patience, String version, Progress progress) {
        this.coordinator = coordinator;
        this.patience = patience;
        this.version = version;
        this.progress = progress;
    }

    /**
     * Works until it is dismissed.
     *
     * @throws IOException if there is no coordinator, it goes away, or it has no use for us
     * @throws InterruptedException if the thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        InetSocketAddress own = ownAddress();
        CompletableFuture<String> ended = new CompletableFuture<>();
        CompletableFuture<ShareWork> work = new CompletableFuture<>();
        ActorSystem<WorkerActor.Command> system = RunCluster.start(
                WorkerActor.create(
                        job -> {
                            ShareWork made = new ShareWork(job, progress);
                            work.complete(made);
                            return made;
                        },
                        version,
                        patience.compareTo(CLUSTER_PATIENCE) > 0 ? patience : CLUSTER_PATIENCE,
                        ended),
                own,
                coordinator);
        // an actor that failed ends its system, and nobody else would tell
        system.getWhenTerminated().whenComplete((done, failure) -> ended.complete("the worker failed"));
        try {
            String why = ended.join();
            progress.end();
            if (why != null) {
                throw new IOException(coordinator.getHostString() + ":" + coordinator.getPort() + ": " + why);
            }
        } finally {
            if (work.isDone()) {
                work.join().close();
            }
            Coordinator.stop(system);
        }
    }

    /** The address of ours that faces the coordinator; waits until it is there. */
    private InetSocketAddress ownAddress() throws IOException {
        progress.begin("waiting for the coordinator", "s", patience.toSeconds());
        long begin = System.nanoTime();
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(coordinator, CONNECT_MILLIS);
                progress.end();
                return new InetSocketAddress(probe.getLocalAddress(), 0);
            } catch (IOException e) {
                long waited = System.nanoTime() - begin;
                if (waited >= patience.toNanos()) {
                    progress.end();
                    throw new IOException(
                            "no coordinator at " + coordinator.getHostString() + ":" + coordinator.getPort()
                                    + " within " + patience.toSeconds() + " s: " + e.getMessage(),
                            e);
                }
                progress.at(waited / 1_000_000_000L, "");
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }
}

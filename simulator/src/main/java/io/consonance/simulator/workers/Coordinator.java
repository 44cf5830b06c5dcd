package io.consonance.simulator.workers;

import com.typesafe.config.ConfigRenderOptions;
import io.consonance.actors.client.HostAddress;
import io.consonance.actors.host.VoiceHost;
import io.consonance.simulator.live.LiveReport;
import io.consonance.simulator.live.LiveResult;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.ProcessProbe;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.RunClock;
import io.consonance.simulator.live.RunNames;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.scenario.ScenarioSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A live run done by workers: splits it, starts them together, merges what they measured. One owner, one use. */
public final class Coordinator {

    private static final Duration WORKER_PATIENCE = Duration.ofMinutes(5);
    private static final long STOP_SECONDS = 20;

    private final LiveSettings settings;
    private final ScenarioSource source;
    private final int workers;
    private final InetSocketAddress address;
    private final Progress progress;
    private final RunNames names;
    private final CompletableFuture<LiveResult> merged = new CompletableFuture<>();
    private final CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
    private final RunClock clock = new RunClock();

    /**
     * A coordinator of one run.
     *
     * @param settings without churn; without a host, one of our own runs in this process, at the coordinator's address
     * @param source what the scenario of the settings was made of
     * @param workers how many share the peers, at least 1
     * @param address where workers find us; port 0: any free one
     */
    public Coordinator(
            LiveSettings settings, ScenarioSource source, int workers, InetSocketAddress address, Progress progress) {
        this.settings = settings;
        this.source = source;
        this.workers = workers;
        this.address = address;
        this.progress = progress;
        names = RunNames.of(settings.host());
    }

    /** Where workers find us, once we listen. */
    CompletableFuture<InetSocketAddress> bound() {
        return bound;
    }

    /** Ends the run without a report; from any thread. */
    public void interrupt() {
        merged.completeExceptionally(new IOException("interrupted: a run that is shared has no report of a part"));
    }

    /**
     * Waits for the workers, lets them do the run and puts their results together.
     *
     * @param version of this program; workers of another one are sent away
     * @param commit it was built from, for the report
     * @throws IOException if a socket cannot be opened, workers do not come, or the run was interrupted
     * @throws InterruptedException if the thread is interrupted
     */
    public Report run(String version, String commit) throws IOException, InterruptedException {
        try (VoiceHost embedded = settings.host().isPresent()
                ? null
                : VoiceHost.builder()
                        .bind(address.getAddress().getHostAddress())
                        .port(0)
                        .start()) {
            HostAddress host = embedded == null ? settings.host().get() : HostAddress.of(embedded.address());
            if (embedded != null) {
                ProcessProbe.requireFiles(settings.scenario().peers(), 1);
            }
            ActorSystem<WorkerMessage> system = RunCluster.start(
                    CoordinatorActor.create(
                            settings, workers, WORKER_PATIENCE, share -> job(host, share), version, progress, merged),
                    address,
                    null);
            // an actor that failed ends its system, and nobody else would tell
            system.getWhenTerminated()
                    .whenComplete(
                            (done, failure) -> merged.completeExceptionally(new IOException("the coordinator failed")));
            try {
                Cluster cluster = Cluster.get(system);
                cluster.manager().tell(Join.create(cluster.selfMember().address()));
                int port = (Integer) cluster.selfMember().address().port().get();
                bound.complete(new InetSocketAddress(address.getAddress(), port));
                progress.note("workers find this coordinator at "
                        + address.getAddress().getHostAddress() + ":" + port);
                LiveResult result = merged.get();
                return LiveReport.ofShares(settings, result, facts(result, version, commit));
            } catch (ExecutionException e) {
                progress.end();
                throw new IOException(e.getCause().getMessage(), e.getCause());
            } finally {
                stop(system);
            }
        }
    }

    private WorkerMessage.Job job(HostAddress host, int share) {
        return new WorkerMessage.Job(
                source.keys().root().render(ConfigRenderOptions.concise()),
                source.name(),
                source.folder().toString(),
                source.usualSessionSize(),
                settings.warmUp().toMillis(),
                settings.seed(),
                host.toString(),
                names.mark(),
                share,
                workers);
    }

    private RunFacts facts(LiveResult result, String version, String commit) {
        RunFacts.Process own = clock.process(version, commit);
        return RunFacts.live(
                own.took(own.wallSeconds(), own.cpuSeconds() + result.cpuSeconds()),
                result.joinSeconds(),
                null,
                null,
                workers,
                RunFacts.SendDelay.ofMicros(result.sendDelayMicros()),
                null);
    }

    /** Leaves the cluster, so that the others need not find out. */
    static void stop(ActorSystem<?> system) throws InterruptedException {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            system.log().warn("the cluster of the run did not end within {} s", STOP_SECONDS, e);
        }
    }
}

package io.consonance.simulator.workers;

import io.consonance.simulator.live.LiveResult;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.Share;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Gives every worker its share, lets all talk at the same time and adds up what they measured. A worker that is gone is lost
 * with its peers; the rest goes on.
 */
final class CoordinatorActor extends AbstractBehavior<WorkerMessage> {

    private static final Duration END_PATIENCE = Duration.ofMinutes(3);

    private final LiveSettings settings;
    private final int shares;
    private final IntFunction<WorkerMessage.Job> jobs;
    private final String version;
    private final Progress progress;
    private final CompletableFuture<LiveResult> merged;
    /** By share. */
    private final List<ActorRef<WorkerMessage>> workers = new ArrayList<>();

    private final List<LiveResult> results = new ArrayList<>();
    private final boolean[] joined;
    private final boolean[] over;
    private int joinedPeers;
    /** Read by the scheduler too. */
    private volatile boolean complete;

    private boolean begun;

    /** Coordinates one run; {@code merged} gets its result. {@code progress} is called on the actor's thread from then on. */
    static Behavior<WorkerMessage> create(
            LiveSettings settings,
            int shares,
            Duration patience,
            IntFunction<WorkerMessage.Job> jobs,
            String version,
            Progress progress,
            CompletableFuture<LiveResult> merged) {
        return Behaviors.setup(
                context -> new CoordinatorActor(context, settings, shares, patience, jobs, version, progress, merged));
    }

    private CoordinatorActor(
            ActorContext<WorkerMessage> context,
            LiveSettings settings,
            int shares,
            Duration patience,
            IntFunction<WorkerMessage.Job> jobs,
            String version,
            Progress progress,
            CompletableFuture<LiveResult> merged) {
        super(context);
        this.settings = settings;
        this.shares = shares;
        this.jobs = jobs;
        this.version = version;
        this.progress = progress;
        this.merged = merged;
        joined = new boolean[shares];
        over = new boolean[shares];
        context.getSystem().receptionist().tell(Receptionist.register(RunCluster.COORDINATOR, context.getSelf()));
        progress.begin("waiting for workers", "workers", shares);
        context.getSystem()
                .scheduler()
                .scheduleOnce(
                        patience,
                        this::giveUpUnlessComplete,
                        context.getSystem().executionContext());
    }

    @Override
    public Receive<WorkerMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(WorkerMessage.Ready.class, this::onReady)
                .onMessage(WorkerMessage.Joined.class, this::onJoined)
                .onMessage(WorkerMessage.Done.class, this::onDone)
                .onMessage(WorkerMessage.Failed.class, this::onFailed)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<WorkerMessage> onReady(WorkerMessage.Ready ready) {
        ActorRef<WorkerMessage> worker =
                ActorRefResolver.get(getContext().getSystem()).resolveActorRef(ready.worker());
        if (workers.contains(worker)) {
            return this;
        }
        if (!ready.version().equals(version)) {
            String why = "the coordinator runs version " + version + ", the worker " + ready.version();
            progress.note("a worker was sent away: " + why);
            worker.tell(new WorkerMessage.Dismissed(why));
        } else if (workers.size() == shares) {
            worker.tell(new WorkerMessage.Dismissed("the run has its " + shares + " workers already"));
        } else {
            workers.add(worker);
            getContext().watch(worker);
            progress.at(workers.size(), "");
            if (workers.size() == shares) {
                complete = true;
                progress.end();
                progress.begin("joining", "peers", settings.scenario().peers());
                for (int share = 0; share < shares; share++) {
                    workers.get(share).tell(jobs.apply(share));
                }
            }
        }
        return this;
    }

    private void giveUpUnlessComplete() {
        if (!complete) {
            merged.completeExceptionally(new IOException("fewer than " + shares + " workers came in time"));
        }
    }

    private Behavior<WorkerMessage> onJoined(WorkerMessage.Joined news) {
        if (!joined[news.share()] && !over[news.share()]) {
            joined[news.share()] = true;
            joinedPeers += news.peers();
            progress.at(joinedPeers, "");
            beginIfAllAreIn();
        }
        return this;
    }

    private Behavior<WorkerMessage> onDone(WorkerMessage.Done done) {
        if (!over[done.share()]) {
            over[done.share()] = true;
            results.add(done.result());
        }
        ActorRef<WorkerMessage> worker = workers.get(done.share());
        getContext().unwatch(worker);
        worker.tell(new WorkerMessage.Dismissed(null));
        return endIfAllAreThrough();
    }

    private Behavior<WorkerMessage> onFailed(WorkerMessage.Failed failed) {
        lose(failed.share(), failed.why());
        workers.get(failed.share()).tell(new WorkerMessage.Dismissed(null));
        return endIfAllAreThrough();
    }

    private Behavior<WorkerMessage> onTerminated(Terminated terminated) {
        int share = workers.indexOf(terminated.getRef());
        if (workers.size() < shares) {
            workers.remove(share);
            progress.at(workers.size(), "");
            return this;
        }
        lose(share, "the worker at " + terminated.getRef().path().address() + " is gone");
        return endIfAllAreThrough();
    }

    private void lose(int share, String why) {
        if (!over[share]) {
            over[share] = true;
            LiveResult lost = LiveResult.lost(settings, new Share(share, shares));
            results.add(lost);
            progress.note("share " + (share + 1) + " of " + shares + " is lost, with all its peers: " + why);
            beginIfAllAreIn();
        }
    }

    private void beginIfAllAreIn() {
        for (int share = 0; share < shares; share++) {
            if (!joined[share] && !over[share]) {
                return;
            }
        }
        if (!begun) {
            begun = true;
            progress.end();
            progress.begin("talking", "workers", shares);
            for (int share = 0; share < shares; share++) {
                if (!over[share]) {
                    workers.get(share).tell(new WorkerMessage.Begin());
                    // one that is there and does not come to an end
                    getContext()
                            .scheduleOnce(
                                    settings.warmUp()
                                            .plus(settings.scenario().duration())
                                            .plus(END_PATIENCE),
                                    getContext().getSelf(),
                                    new WorkerMessage.Failed(share, "no result in time"));
                }
            }
        }
    }

    private Behavior<WorkerMessage> endIfAllAreThrough() {
        if (begun) {
            progress.at(results.size(), "");
        }
        if (results.size() < shares) {
            return this;
        }
        progress.end();
        merged.complete(results.stream().reduce(LiveResult::plus).orElseThrow());
        return Behaviors.stopped();
    }
}

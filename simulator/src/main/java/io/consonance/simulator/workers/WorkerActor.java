package io.consonance.simulator.workers;

import io.consonance.simulator.live.LiveResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Offers itself to the coordinator, does the share it is given and is dismissed. The work itself blocks a thread of its own. */
final class WorkerActor extends AbstractBehavior<WorkerActor.Command> {

    /** What arrives here. */
    sealed interface Command {}

    /** From the coordinator. */
    private record Told(WorkerMessage message) implements Command {}

    private record Found(Receptionist.Listing listing) implements Command {}

    private record Waited() implements Command {}

    private record Joined(int peers) implements Command {}

    private record Done(LiveResult result, Throwable failure) implements Command {}

    /** A share that can be done: first its peers join, then they talk. Each blocks. */
    interface Work extends AutoCloseable {

        /** Lets the peers in; how many got in. */
        int join() throws IOException;

        /** Talks, leaves and says what was measured. */
        LiveResult talk();

        /** Ends the talk early; from another thread. */
        void interrupt();

        @Override
        void close();
    }

    private final Function<WorkerMessage.Job, Work> works;
    private final String version;
    /** Null when the run was done, else why not. */
    private final CompletableFuture<String> ended;

    private final ActorRef<WorkerMessage> self;
    private ActorRef<WorkerMessage> coordinator;
    private int share;
    private Work work;

    /**
     * A worker for one run.
     *
     * @param patience until a coordinator has to be found
     * @param ended gets null when the run was done, else why not
     */
    static Behavior<Command> create(
            Function<WorkerMessage.Job, Work> works,
            String version,
            Duration patience,
            CompletableFuture<String> ended) {
        return Behaviors.setup(context -> {
            context.scheduleOnce(patience, context.getSelf(), new Waited());
            return new WorkerActor(context, works, version, ended);
        });
    }

    private WorkerActor(
            ActorContext<Command> context,
            Function<WorkerMessage.Job, Work> works,
            String version,
            CompletableFuture<String> ended) {
        super(context);
        this.works = works;
        this.version = version;
        this.ended = ended;
        self = context.messageAdapter(WorkerMessage.class, Told::new);
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        RunCluster.COORDINATOR, context.messageAdapter(Receptionist.Listing.class, Found::new)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Found.class, this::onFound)
                .onMessage(Waited.class, this::onWaited)
                .onMessage(Told.class, this::onTold)
                .onMessage(Joined.class, this::onJoined)
                .onMessage(Done.class, this::onDone)
                .onSignal(Terminated.class, terminated -> end("the coordinator is gone"))
                .build();
    }

    private Behavior<Command> onFound(Found found) {
        if (coordinator == null) {
            found.listing().getServiceInstances(RunCluster.COORDINATOR).stream()
                    .findFirst()
                    .ifPresent(there -> {
                        coordinator = there;
                        getContext().watch(there);
                        String me =
                                ActorRefResolver.get(getContext().getSystem()).toSerializationFormat(self);
                        there.tell(new WorkerMessage.Ready(me, version));
                    });
        }
        return this;
    }

    /** What accepts connections need not be a coordinator. */
    private Behavior<Command> onWaited(Waited waited) {
        return coordinator == null ? end("what listens there does not answer as a coordinator does") : this;
    }

    private Behavior<Command> onTold(Told told) {
        if (told.message() instanceof WorkerMessage.Job job && work == null) {
            share = job.share();
            try {
                work = works.apply(job);
            } catch (RuntimeException e) {
                coordinator.tell(new WorkerMessage.Failed(share, e.getMessage()));
                return this;
            }
            blocking(() -> new Joined(work.join()));
        } else if (told.message() instanceof WorkerMessage.Begin && work != null) {
            blocking(() -> new Done(work.talk(), null));
        } else if (told.message() instanceof WorkerMessage.Dismissed dismissed) {
            return end(dismissed.why());
        }
        return this;
    }

    private Behavior<Command> onJoined(Joined joined) {
        coordinator.tell(new WorkerMessage.Joined(share, joined.peers()));
        return this;
    }

    private Behavior<Command> onDone(Done done) {
        coordinator.tell(
                done.failure() == null
                        ? new WorkerMessage.Done(share, done.result())
                        : new WorkerMessage.Failed(
                                share, String.valueOf(done.failure().getMessage())));
        return this;
    }

    private Behavior<Command> end(String why) {
        if (work != null) {
            work.interrupt();
        }
        ended.complete(why);
        return Behaviors.stopped();
    }

    private void blocking(Step step) {
        ActorRef<Command> me = getContext().getSelf();
        getContext()
                .getSystem()
                .dispatchers()
                .lookup(DispatcherSelector.blocking())
                .execute(() -> {
                    try {
                        me.tell(step.run());
                    } catch (Throwable e) {
                        // whatever it is, the coordinator should not wait for it
                        me.tell(new Done(null, e));
                    }
                });
    }

    @FunctionalInterface
    private interface Step {
        Command run() throws IOException;
    }
}

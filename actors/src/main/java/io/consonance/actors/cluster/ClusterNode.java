package io.consonance.actors.cluster;

import io.consonance.actors.settings.ClusterSettings;
import io.consonance.engine.host.SavedSession;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;

/** This process as a node of a cluster. Thread-safe. */
public final class ClusterNode implements SessionOwnership {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final ActorRef<ClusterActor.Command> actor;

    private ClusterNode(ActorRef<ClusterActor.Command> actor) {
        this.actor = actor;
    }

    /**
     * Takes part from now on.
     *
     * @param system one made with {@link ClusterConfig}
     * @param voiceHost where peers reach the host
     * @param clock monotonic nanoseconds
     */
    public static ClusterNode start(
            ActorSystem<?> system,
            ClusterSettings settings,
            LocalHost host,
            String voiceHost,
            int voicePort,
            LongSupplier clock) {
        return new ClusterNode(system.systemActorOf(
                ClusterActor.create(settings, host, voiceHost, voicePort, clock), ClusterActor.NAME, Props.empty()));
    }

    /** Takes no part any more; done when another one may {@link #start} in this system. What is still served here stays saved. */
    public CompletionStage<Boolean> stop() {
        return Patterns.gracefulStop(Adapter.toClassic(actor), STOP_TIMEOUT);
    }

    @Override
    public void want(String session) {
        actor.tell(new ClusterActor.Want(session));
    }

    @Override
    public void open(String session) {
        actor.tell(new ClusterActor.Open(session));
    }

    @Override
    public void save(String session, SavedSession saved) {
        actor.tell(new ClusterActor.Save(session, saved));
    }

    @Override
    public void handOver(String session, SavedSession last) {
        actor.tell(new ClusterActor.HandOver(session, last));
    }

    @Override
    public void ended(String session) {
        actor.tell(new ClusterActor.Ended(session));
    }

    @Override
    public void decline(String session) {
        actor.tell(new ClusterActor.Decline(session));
    }

    @Override
    public void drain() {
        actor.tell(new ClusterActor.Drain());
    }
}

package io.consonance.actors.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** What {@code /ready} asks: whether another node may be stopped without a loss. Made by Pekko Management, by its name. Thread-safe. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(900);

    private final ActorSystem system;

    /** A check of the node in this system. */
    public ReadinessCheck(ActorSystem system) {
        this.system = system;
    }

    @Override
    public CompletionStage<Boolean> get() {
        return system.actorSelection("/system/" + ClusterActor.NAME)
                .resolveOne(ANSWER_TIMEOUT)
                .thenCompose(found -> {
                    ActorRef<ClusterActor.Command> node = Adapter.toTyped(found);
                    return AskPattern.ask(
                            node,
                            ClusterActor.AskReady::new,
                            ANSWER_TIMEOUT,
                            Adapter.toTyped(system).scheduler());
                })
                .exceptionally(failure -> false);
    }
}

package io.consonance.actors.cluster;

import io.consonance.engine.host.SavedSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/**
 * The sessions of all nodes, kept in the memory of each: Pekko's Distributed Data, where of two states of one session the newer one wins,
 * whoever writes later. Thread-safe.
 */
final class SavedSessions {
    /** Sessions that share a bucket travel together when a node catches up. */
    private static final int BUCKETS = 64;

    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(600);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);
    private static final int REVISION_BITS = 24;

    private final ActorSystem<?> system;
    private final ActorRef<Replicator.Command> replicator;
    private final SelfUniqueAddress self;

    SavedSessions(ActorSystem<?> system) {
        DistributedData data = DistributedData.get(system);
        this.system = system;
        this.replicator = data.replicator();
        this.self = data.selfUniqueAddress();
    }

    /** The newest state that so many nodes know of, this one included; fails if they do not answer in time. */
    CompletionStage<Optional<SavedSession>> load(String session, int nodes) {
        return read(key(session), nodes).thenApply(found -> {
            var saved = found.get(session);
            return saved.isDefined() ? Optional.of(saved.get()) : Optional.empty();
        });
    }

    /** Has this node remember all that so many nodes know of; fails if they do not answer in time. */
    CompletionStage<Void> catchUp(int nodes) {
        return CompletableFuture.allOf(IntStream.range(0, BUCKETS)
                .mapToObj(bucket -> read(key(bucket), nodes).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Done when a majority has it; fails if that takes too long, and spreads all the same. */
    CompletionStage<Void> save(String session, SavedSession saved) {
        return update(session, map -> map.put(self, session, saved, SavedSessions::rank));
    }

    CompletionStage<Void> forget(String session) {
        return update(session, map -> map.remove(self, session));
    }

    /** What was read is remembered here. A replicator that does not know so many nodes yet fails. */
    private CompletionStage<LWWMap<String, SavedSession>> read(Key<LWWMap<String, SavedSession>> key, int nodes) {
        Replicator.ReadConsistency consistency =
                nodes < 2 ? Replicator.readLocal() : new Replicator.ReadFrom(nodes, ANSWER_TIMEOUT);
        return AskPattern.<Replicator.Command, Replicator.GetResponse<LWWMap<String, SavedSession>>>ask(
                        replicator,
                        replyTo -> new Replicator.Get<>(key, consistency, replyTo),
                        ASK_TIMEOUT,
                        system.scheduler())
                .thenCompose(response -> {
                    if (response instanceof Replicator.GetSuccess<LWWMap<String, SavedSession>> success) {
                        return CompletableFuture.completedFuture(success.dataValue());
                    }
                    return response instanceof Replicator.NotFound<?>
                            ? CompletableFuture.completedFuture(LWWMap.empty())
                            : CompletableFuture.failedFuture(new IllegalStateException("too few nodes answered"));
                });
    }

    private CompletionStage<Void> update(
            String session, Function<LWWMap<String, SavedSession>, LWWMap<String, SavedSession>> change) {
        return AskPattern.<Replicator.Command, Replicator.UpdateResponse<LWWMap<String, SavedSession>>>ask(
                        replicator,
                        replyTo -> new Replicator.Update<>(
                                key(session),
                                LWWMap.empty(),
                                new Replicator.WriteMajority(ANSWER_TIMEOUT),
                                replyTo,
                                change),
                        ASK_TIMEOUT,
                        system.scheduler())
                .thenCompose(response -> response instanceof Replicator.UpdateSuccess<?>
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(new IllegalStateException("no majority took it")));
    }

    private static Key<LWWMap<String, SavedSession>> key(String session) {
        return key(Math.floorMod(session.hashCode(), BUCKETS));
    }

    private static Key<LWWMap<String, SavedSession>> key(int bucket) {
        return LWWMapKey.create("consonance-sessions-" + bucket);
    }

    private static long rank(long before, SavedSession saved) {
        return saved.epoch() << REVISION_BITS | saved.revision() & (1L << REVISION_BITS) - 1;
    }
}

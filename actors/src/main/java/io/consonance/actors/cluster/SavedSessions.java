package io.consonance.actors.cluster;

import io.consonance.engine.host.SavedSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** So many questions to other nodes are on their way at a time: what all ask at once is answered too late. */
    private static final int MOST_QUESTIONS = 24;

    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(600);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);
    private static final int REVISION_BITS = 32;

    private final ActorSystem<?> system;
    private final ActorRef<Replicator.Command> replicator;
    private final SelfUniqueAddress self;
    private final Gate readers = new Gate();
    private final Gate writers = new Gate();
    private final List<Bucket> buckets;

    /** Sessions that are read and written together: a thousand that begin at once would keep all nodes busy with as many questions and answers. */
    private final class Bucket {
        final Key<LWWMap<String, SavedSession>> key;
        final Turns<LWWMap<String, SavedSession>> reads;
        final Turns<Void> writes;
        /** What the next write tells of each session; empty for one that is over. */
        private Map<String, Optional<SavedSession>> changes = new HashMap<>();
        /** Done when this node has written which sessions are over: who asks for one at once is not to find it. */
        private volatile CompletionStage<Void> forgotten = CompletableFuture.completedStage(null);
        /** How many have to answer. */
        private volatile int nodes = 1;

        Bucket(int number) {
            key = LWWMapKey.create("consonance-sessions-" + number);
            reads = new Turns<>(() -> readers.pass(atATime(), () -> readNow(key, nodes)));
            writes = new Turns<>(() -> writers.pass(atATime(), this::writeNow));
        }

        CompletionStage<LWWMap<String, SavedSession>> read(int fromNodes) {
            nodes = fromNodes;
            return forgotten.handle((done, failure) -> done).thenCompose(done -> reads.take());
        }

        CompletionStage<Void> write(String session, Optional<SavedSession> state) {
            synchronized (this) {
                changes.put(session, state);
            }
            return writes.take();
        }

        private int atATime() {
            return Math.max(2, MOST_QUESTIONS / (2 * nodes + 1));
        }

        private CompletionStage<Void> writeNow() {
            Map<String, Optional<SavedSession>> all;
            synchronized (this) {
                all = changes;
                changes = new HashMap<>();
            }
            return update(key, map -> {
                LWWMap<String, SavedSession> changed = map;
                for (Map.Entry<String, Optional<SavedSession>> change : all.entrySet()) {
                    changed = change.getValue().isPresent()
                            ? changed.put(
                                    self, change.getKey(), change.getValue().get(), SavedSessions::rank)
                            : changed.remove(self, change.getKey());
                }
                return changed;
            });
        }
    }

    SavedSessions(ActorSystem<?> system) {
        DistributedData data = DistributedData.get(system);
        this.system = system;
        this.replicator = data.replicator();
        this.self = data.selfUniqueAddress();
        this.buckets = IntStream.range(0, BUCKETS).mapToObj(Bucket::new).toList();
    }

    /** The newest state that so many nodes know of, this one included; fails if they do not answer in time. */
    CompletionStage<Optional<SavedSession>> load(String session, int nodes) {
        return bucket(session).read(nodes).thenApply(found -> {
            var saved = found.get(session);
            return saved.isDefined() ? Optional.of(saved.get()) : Optional.empty();
        });
    }

    /** All sessions this node remembers. */
    CompletionStage<Set<String>> names() {
        List<CompletableFuture<LWWMap<String, SavedSession>>> reads = buckets.stream()
                .map(bucket -> readNow(bucket.key, 1).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> reads.stream()
                        .flatMap(read -> read.join().getEntries().keySet().stream())
                        .collect(Collectors.toSet()));
    }

    /** Has this node remember all that so many nodes know of; fails if they do not answer in time. */
    CompletionStage<Void> catchUp(int nodes) {
        return CompletableFuture.allOf(buckets.stream()
                .map(bucket -> readNow(bucket.key, nodes).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Done when a majority has it; fails if that takes too long, and spreads all the same. */
    CompletionStage<Void> save(String session, SavedSession saved) {
        return bucket(session).write(session, Optional.of(saved));
    }

    CompletionStage<Void> forget(String session) {
        Bucket bucket = bucket(session);
        bucket.forgotten = bucket.write(session, Optional.empty());
        return bucket.forgotten;
    }

    /** What was read is remembered here. A replicator that does not know so many nodes yet fails. */
    private CompletionStage<LWWMap<String, SavedSession>> readNow(Key<LWWMap<String, SavedSession>> key, int nodes) {
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
            Key<LWWMap<String, SavedSession>> key,
            Function<LWWMap<String, SavedSession>, LWWMap<String, SavedSession>> change) {
        return AskPattern.<Replicator.Command, Replicator.UpdateResponse<LWWMap<String, SavedSession>>>ask(
                        replicator,
                        replyTo -> new Replicator.Update<>(
                                key, LWWMap.empty(), new Replicator.WriteMajority(ANSWER_TIMEOUT), replyTo, change),
                        ASK_TIMEOUT,
                        system.scheduler())
                .thenCompose(response -> response instanceof Replicator.UpdateSuccess<?>
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(new IllegalStateException("no majority took it")));
    }

    private Bucket bucket(String session) {
        return buckets.get(Math.floorMod(session.hashCode(), BUCKETS));
    }

    private static long rank(long before, SavedSession saved) {
        return saved.epoch() << REVISION_BITS | saved.revision() & (1L << REVISION_BITS) - 1;
    }
}

package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.host.SavedSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node that is alone in its cluster tells its host. */
@Timeout(60)
class ClusterActorIT {
    private static final Config WHOLE = Settings.with(
            ConfigFactory.load(),
            Map.of(
                    "consonance.cluster.lease", "400 ms",
                    "consonance.cluster.beat", "100 ms",
                    "consonance.cluster.return-grace", "0 s",
                    "consonance.cluster.patience", "1 s"));
    private static final Settings SETTINGS = Settings.of(WHOLE);

    private final ActorSystem<Void> system = NodeSystem.create(WHOLE);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    /** As it was remembered. */
    private final Map<String, SavedSession> served = new ConcurrentHashMap<>();

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private ClusterNode node;

    @BeforeEach
    void join() {
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        node = ClusterNode.start(system, SETTINGS.cluster(), new Host(), "192.0.2.1", 7400, System::nanoTime);
    }

    @AfterEach
    void stop() {
        system.terminate();
    }

    private final class Host implements LocalHost {
        @Override
        public void serve(String session, SavedSession saved, Tenure tenure) {
            if (saved == null) {
                served.remove(session);
            } else {
                served.put(session, saved);
            }
            told.add("serve " + session);
        }

        @Override
        public void resumed(String session) {}

        @Override
        public void redirect(String session, String host, int port) {
            told.add("redirect " + session);
        }

        @Override
        public void refuse(String session) {
            told.add("refuse " + session);
        }

        @Override
        public void prepareHandOver(String session) {
            told.add("hand over " + session);
            node.handOver(session, new SavedSession(1, 1, 1, List.of(), List.of(), List.of(), List.of()));
        }

        @Override
        public void release(String session, String host, int port) {
            told.add("release " + session);
        }

        @Override
        public void ready() {
            ready.complete(null);
        }

        @Override
        public void drained() {
            told.add("drained");
        }
    }

    private List<String> toldUntil(String last) throws InterruptedException {
        List<String> all = new ArrayList<>();
        do {
            all.add(told.poll(20, TimeUnit.SECONDS));
            assertThat(all).doesNotContainNull();
        } while (!all.contains(last));
        return all;
    }

    /** A node that is ready refuses none. */
    private void serveOne() throws InterruptedException {
        ready.orTimeout(20, TimeUnit.SECONDS).join();
        node.want("first");
        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("serve first");
    }

    private static List<String> named(String word, List<String> all) {
        return all.stream()
                .filter(it -> it.startsWith(word))
                .map(it -> it.substring(word.length()))
                .toList();
    }

    @Test
    void shouldServeNothingAnyMoreOnceItDrains() throws Exception {
        serveOne();

        node.want("second");
        node.drain();
        List<String> all = toldUntil("drained");
        node.want("third");
        all.addAll(toldUntil("refuse third"));

        assertThat(all)
                .containsSubsequence("hand over first", "release first", "drained")
                .doesNotContain("serve third");
        // Should the claim have been faster than the drain, the session is handed over like any other.
        assertThat(named("release ", all)).containsAll(named("serve ", all));
    }

    @Test
    void shouldForgetASessionThatEndedBeforeItCouldBeHandedOver() throws Exception {
        serveOne();
        node.save("first", new SavedSession(7, 1, 1, List.of(), List.of(), List.of(), List.of()));

        node.ended("first");
        node.handOver("first", new SavedSession(7, 1, 2, List.of(), List.of(), List.of(), List.of()));
        node.want("first");

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("serve first");
        assertThat(served).doesNotContainKey("first");
    }

    @Test
    void shouldNotBeReadyOnceItDrains() throws Exception {
        serveOne();
        assertThat(isReady()).isTrue();

        node.drain();
        toldUntil("drained");

        assertThat(isReady()).isFalse();
    }

    private boolean isReady() {
        return new ReadinessCheck(Adapter.toClassic(system))
                .get()
                .toCompletableFuture()
                .join();
    }

    @Test
    void shouldRememberASessionItsHostDeclines() throws Exception {
        serveOne();
        node.save("first", new SavedSession(7, 1, 1, List.of(), List.of(), List.of(), List.of()));

        node.decline("first");
        node.want("first");

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("serve first");
    }

    @Test
    void shouldServeASessionThatIsSavedThoughNobodyComesForItSoThatItEnds() throws Exception {
        serveOne();
        node.save("first", new SavedSession(7, 1, 1, List.of(), List.of(), List.of(), List.of()));

        node.decline("first");

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo("serve first");
    }
}

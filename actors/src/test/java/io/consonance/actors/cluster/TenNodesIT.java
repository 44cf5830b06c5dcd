package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.client.VoiceClientBuilder;
import io.consonance.actors.host.VoiceHost;
import io.consonance.actors.host.VoiceHostEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten nodes in one process, with a thousand sessions of one peer each. */
@Tag("slow")
@Timeout(420)
class TenNodesIT {
    private static final int NODES = 10;
    private static final int SESSIONS = 1_000;
    /** The node that leaves again. */
    private static final int LEAVING = 2;

    /** A node begins to serve a session, or ends it. */
    private record Change(int node, String session, boolean serves) {}

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "peers");
    private final Map<Integer, VoiceHost> nodes = new TreeMap<>();
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    /** By node: the sessions it serves. */
    private final Map<Integer, Set<String>> served = new TreeMap<>();

    private final List<VoiceClient> peers = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private int voicePort;
    private int clusterPort;
    private int managementPort;

    @AfterEach
    void stop() {
        peers.forEach(VoiceClient::leave);
        nodes.values().forEach(VoiceHost::closeAsync);
        system.terminate();
    }

    @Test
    void shouldSpreadAThousandSessionsOverTheNodesThatAreThere() throws Exception {
        voicePort = LocalCluster.freePort(NODES);
        clusterPort = LocalCluster.freePort(NODES);
        managementPort = LocalCluster.freePort(NODES);
        long beginNanos = System.nanoTime();
        for (int node = 0; node < NODES - 1; node++) {
            start(node);
        }
        for (VoiceHost node : nodes.values()) {
            node.whenReady().toCompletableFuture().join();
        }
        report("nine nodes are ready", beginNanos);

        beginNanos = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++) {
            peers.add(join(i));
        }
        until(this::isEverySessionServedOnce);
        report("a thousand sessions are served", beginNanos);

        int last = NODES - 1;
        beginNanos = System.nanoTime();
        start(last);
        nodes.get(last).whenReady().toCompletableFuture().join();
        report("the tenth node is ready", beginNanos);
        until(() -> served.get(last).size() > SESSIONS / NODES / 2 && isEverySessionServedOnce());
        report("it has " + served.get(last).size() + " sessions", beginNanos);

        beginNanos = System.nanoTime();
        int moving = served.get(LEAVING).size();
        nodes.remove(LEAVING).closeAsync().toCompletableFuture().join();
        until(this::isEverySessionServedOnce);
        report("the " + moving + " sessions of one that left are elsewhere", beginNanos);

        nodes.keySet().forEach(this::awaitReady);
        report("all that are left are ready", beginNanos);
        assertThat(served.get(LEAVING)).isEmpty();
        assertThat(nodes.keySet())
                .allSatisfy(node -> assertThat(sessionsOf(node)).isNotEmpty());
    }

    private void start(int node) throws IOException {
        served.put(node, new HashSet<>());
        List<String> seeds = IntStream.range(0, NODES)
                .mapToObj(seed -> LocalCluster.host(seed) + ":" + clusterPort)
                .toList();
        VoiceHost started = VoiceHost.builder()
                .listener(event -> note(node, event))
                .bind(LocalCluster.host(node))
                .port(voicePort)
                .set("consonance.cluster.enabled", "on")
                .set("consonance.cluster.address", LocalCluster.host(node))
                .set("consonance.cluster.port", Integer.toString(clusterPort))
                .set("consonance.cluster.management-port", Integer.toString(managementPort))
                .set("consonance.cluster.seeds", String.join(",", seeds))
                .start();
        nodes.put(node, started);
    }

    private void note(int node, VoiceHostEvent event) {
        if (event instanceof VoiceHostEvent.SessionOpened || event instanceof VoiceHostEvent.SessionClosed) {
            changes.add(new Change(node, event.session(), event instanceof VoiceHostEvent.SessionOpened));
        }
    }

    private VoiceClient join(int peer) {
        VoiceClientBuilder builder = VoiceClient.builder("peer " + peer)
                .session("session " + peer)
                .timeout(Duration.ofMinutes(2))
                .system(system);
        for (int i = 0; i < NODES - 1; i++) {
            builder.address(LocalCluster.host((peer + i) % (NODES - 1)) + ":" + voicePort);
        }
        return builder.join();
    }

    /** Takes the nodes at their word until this holds. */
    private void until(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() || !changes.isEmpty()) {
            Change change = changes.take();
            Set<String> sessions = served.get(change.node());
            assertThat(change.serves() ? sessions.add(change.session()) : sessions.remove(change.session()))
                    .as("%s is news", change)
                    .isTrue();
        }
    }

    private List<String> sessionsOf(int node) {
        return nodes.get(node).sessions().toCompletableFuture().join();
    }

    private boolean isEverySessionServedOnce() {
        List<String> all = served.values().stream().flatMap(Set::stream).toList();
        return all.size() == SESSIONS && new HashSet<>(all).size() == SESSIONS;
    }

    /** Asks again once it is answered. */
    private void awaitReady(int node) {
        URI uri = URI.create("http://" + LocalCluster.host(node) + ":" + managementPort + "/ready");
        HttpRequest question = HttpRequest.newBuilder(uri).build();
        int answer = 0;
        while (answer != 200) {
            answer = http.sendAsync(question, HttpResponse.BodyHandlers.discarding())
                    .join()
                    .statusCode();
        }
    }

    private static void report(String what, long sinceNanos) {
        System.out.println(what + " after " + (System.nanoTime() - sinceNanos) / 1_000_000 + " ms");
    }
}

package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.cli.DrainCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What peers of a cluster hear when its nodes, processes of their own, crash, stall, leave and come back. */
@Tag("slow")
@Timeout(180)
class ClusterIT {
    private static final int SESSIONS = 12;
    /** On any machine that runs this; docs/operations.md has what was measured. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "peers");
    private final ScheduledExecutorService speech = Executors.newSingleThreadScheduledExecutor();
    private final List<Conversation> conversations = new ArrayList<>();
    private LocalCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new LocalCluster(3);
        for (int i = 0; i < SESSIONS; i++) {
            conversations.add(new Conversation("session " + i, cluster, i, system));
        }
        speech.scheduleAtFixedRate(() -> conversations.forEach(Conversation::speak), 0, 20, TimeUnit.MILLISECONDS);
        awaitVoice();
    }

    @AfterEach
    void stop() {
        speech.shutdownNow();
        conversations.forEach(Conversation::close);
        system.terminate();
        cluster.close();
    }

    @Test
    void shouldKeepSessionsOfAKilledNode() throws Exception {
        int node = busiest();
        List<Conversation> hit = on(node);
        List<Conversation> spared = allBut(hit);

        cluster.kill(node);
        talk(6);

        report("kill -9", hit);
        report("kill -9, other sessions", spared);
        assertThat(hit).allSatisfy(it -> assertThat(it.longestGap()).isLessThan(LONGEST_GAP));
        assertUntouched(spared);
        assertNothingLost();
    }

    @Test
    void shouldKeepSessionsOfANodeThatStallsForTwoSeconds() throws Exception {
        int node = busiest();
        List<Conversation> hit = on(node);

        cluster.signal(node, "STOP");
        talk(2);
        cluster.signal(node, "CONT");
        talk(5);

        report("SIGSTOP 2 s", hit);
        report("SIGSTOP 2 s, other sessions", allBut(hit));
        assertThat(hit).allSatisfy(it -> assertThat(it.longestGap()).isLessThan(LONGEST_GAP));
        assertNothingLost();
    }

    @Test
    void shouldTreatALongStallAsACrashAndNotBeDisturbedByWhoWakes() throws Exception {
        int node = busiest();
        List<Conversation> hit = on(node);
        List<Conversation> spared = allBut(hit);

        cluster.signal(node, "STOP");
        talk(10);
        report("SIGSTOP 10 s", hit);
        assertThat(hit).allSatisfy(it -> assertThat(it.longestGap()).isLessThan(Duration.ofSeconds(8)));
        int joinsBefore = joins(conversations);
        cluster.signal(node, "CONT");
        talk(6);

        report("waking", conversations);
        assertThat(joins(conversations)).isEqualTo(joinsBefore);
        assertUntouched(spared);
        assertNothingLost();
    }

    @Test
    void shouldLoseNoSessionWhenAllNodesAreRestartedOneAfterAnother() throws Exception {
        for (int node = 0; node < 3; node++) {
            cluster.terminate(node);
            cluster.start(node);
            cluster.awaitReady(node);
            report("restart of node " + (node + 1), conversations);
        }
        // Sessions move back when the nodes have been the same for ten seconds.
        talk(14);
        report("back again", conversations);
        assertNothingLost();
    }

    @Test
    void shouldEndInTimeWhenTheOtherNodesHaveGoneBefore() throws Exception {
        for (int node = 0; node < 3; node++) {
            long beginNanos = System.nanoTime();
            cluster.terminate(node);
            Duration took = Duration.ofNanos(System.nanoTime() - beginNanos);
            System.out.println("end of node " + (node + 1) + ", ms: " + took.toMillis());
            assertThat(took).as("less than any timeout").isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void shouldGiveItsSessionsAwayOnRequest() throws Exception {
        assertThat(answers("/alive")).isEqualTo(200);
        assertThat(answers("/ready")).isEqualTo(200);

        assertThat(new CommandLine(new DrainCommand()).execute(cluster.managementAddress(2)))
                .isZero();
        cluster.awaitEnd(2);
        talk(2);

        report("drain", conversations);
        assertThat(conversations).allSatisfy(it -> assertThat(it.longestGap()).isLessThan(LONGEST_GAP));
        assertNothingLost();
    }

    private int answers(String path) throws Exception {
        URI uri = URI.create("http://" + cluster.managementAddress(2) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Conversations whose session a node serves. */
    private List<Conversation> on(int node) {
        return conversations.stream()
                .filter(it -> cluster.address(node).startsWith(it.node() + ":"))
                .toList();
    }

    /** Lets everybody speak for so long: as many frames as that takes. */
    private void talk(int seconds) throws Exception {
        speech.schedule(() -> {}, seconds, TimeUnit.SECONDS).get();
    }

    /** The node that serves most of them; one may serve none. */
    private int busiest() {
        return IntStream.range(0, 3)
                .boxed()
                .max(Comparator.comparing(node -> on(node).size()))
                .orElseThrow();
    }

    private List<Conversation> allBut(List<Conversation> some) {
        return conversations.stream().filter(it -> !some.contains(it)).toList();
    }

    private static int joins(List<Conversation> of) {
        return of.stream().mapToInt(Conversation::connections).sum();
    }

    private static void report(String what, List<Conversation> heard) {
        List<Long> gaps =
                heard.stream().map(it -> it.peekGap().toMillis()).sorted().toList();
        System.out.println("gaps after " + what + ", ms: " + gaps);
    }

    /** Voice may be late when the machine is; but nobody was sent away. */
    private static void assertUntouched(List<Conversation> spared) {
        assertThat(spared).allSatisfy(it -> assertThat(it.connections()).isEqualTo(2));
    }

    private void awaitVoice() throws Exception {
        conversations.forEach(Conversation::longestGap);
        while (!conversations.stream().allMatch(Conversation::isHeard)) {
            talk(1);
        }
        conversations.forEach(Conversation::longestGap);
    }

    private void assertNothingLost() throws Exception {
        awaitVoice();
        assertThat(conversations).allSatisfy(it -> {
            assertThat(it.identities()).as(it.session).hasSize(2);
            assertThat(it.roster()).containsExactly(it.session + "-listener", it.session + "-speaker");
            assertThat(it.duplicates()).isZero();
        });
    }
}

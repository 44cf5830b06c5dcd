package io.consonance.simulator.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.simulator.live.LiveResult;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.Share;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.scenario.ScenarioSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinatorActorTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final LiveSettings SETTINGS = new LiveSettings(
            new ScenarioSource(
                            ConfigFactory.parseString("duration = 5 s, groups.peer { peers = 16, room-size = 8 }"),
                            "two rooms",
                            Path.of("."),
                            64)
                    .read(),
            Duration.ZERO,
            7,
            Optional.empty());

    private final CompletableFuture<LiveResult> merged = new CompletableFuture<>();
    private final TestProbe<WorkerMessage> first = KIT.createTestProbe();
    private final TestProbe<WorkerMessage> second = KIT.createTestProbe();
    private ActorRef<WorkerMessage> coordinator;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        coordinator = KIT.spawn(CoordinatorActor.create(
                SETTINGS,
                2,
                Duration.ofMinutes(1),
                share -> new WorkerMessage.Job("{}", "two rooms", ".", 64, 0, 7, "127.0.0.1:1", "", share, 2),
                "1",
                new SilentProgress(),
                merged));
    }

    @Test
    void shouldLetAllTalkAtOnceAndAddUpWhatTheyMeasured() throws Exception {
        ready(first, "1");
        ready(second, "1");
        assertThat(first.expectMessageClass(WorkerMessage.Job.class).share()).isZero();
        assertThat(second.expectMessageClass(WorkerMessage.Job.class).share()).isEqualTo(1);
        coordinator.tell(new WorkerMessage.Joined(0, 8));
        first.expectNoMessage(Duration.ofMillis(50));
        coordinator.tell(new WorkerMessage.Joined(1, 8));
        first.expectMessage(new WorkerMessage.Begin());
        second.expectMessage(new WorkerMessage.Begin());

        LiveResult one = LiveResult.lost(SETTINGS, new Share(0, 2));
        LiveResult other = LiveResult.lost(SETTINGS, new Share(1, 2));
        coordinator.tell(new WorkerMessage.Done(0, one));
        coordinator.tell(new WorkerMessage.Done(1, other));

        first.expectMessage(new WorkerMessage.Dismissed(null));
        second.expectMessage(new WorkerMessage.Dismissed(null));
        assertThat(merged.get(5, TimeUnit.SECONDS).tally())
                .isEqualTo(LiveResult.lost(SETTINGS, Share.ALL).tally());
    }

    @Test
    void shouldCountThePeersOfALostWorkerAsLostAndGoOn() throws Exception {
        ready(first, "1");
        ready(second, "1");
        first.expectMessageClass(WorkerMessage.Job.class);
        coordinator.tell(new WorkerMessage.Joined(0, 8));
        second.stop();
        first.expectMessage(new WorkerMessage.Begin());
        LiveResult done = LiveResult.lost(SETTINGS, new Share(0, 2));
        coordinator.tell(new WorkerMessage.Done(0, done));

        LiveResult result = merged.get(5, TimeUnit.SECONDS);
        assertThat(result.tally().rooms().get(1).expected()).isPositive();
        assertThat(result.tally().rooms().get(1).delivered()).isZero();
    }

    @Test
    void shouldSendAWorkerOfAnotherVersionAway() {
        ready(first, "2");

        assertThat(first.expectMessageClass(WorkerMessage.Dismissed.class).why())
                .isEqualTo("the coordinator runs version 1, the worker 2");
    }

    @Test
    void shouldSendAWorkerTooManyAway() {
        ready(first, "1");
        ready(second, "1");
        TestProbe<WorkerMessage> third = KIT.createTestProbe();
        ready(third, "1");

        assertThat(third.expectMessageClass(WorkerMessage.Dismissed.class).why())
                .isEqualTo("the run has its 2 workers already");
    }

    private void ready(TestProbe<WorkerMessage> worker, String version) {
        String name = ActorRefResolver.get(KIT.system()).toSerializationFormat(worker.ref());
        coordinator.tell(new WorkerMessage.Ready(name, version));
    }
}

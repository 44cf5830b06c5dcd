package io.consonance.simulator.workers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerActorTest {

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldNotWaitForeverForACoordinatorThatDoesNotAnswer() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        kit.spawn(WorkerActor.create(
                job -> {
                    throw new AssertionError("nobody has work");
                },
                "1",
                Duration.ofSeconds(20),
                ended));
        ManualTime time = ManualTime.get(kit.system());

        time.timePasses(Duration.ofSeconds(19));
        assertThat(ended).isNotDone();
        time.timePasses(Duration.ofSeconds(1));

        assertThat(ended.get(10, TimeUnit.SECONDS)).contains("does not answer as a coordinator does");
    }
}

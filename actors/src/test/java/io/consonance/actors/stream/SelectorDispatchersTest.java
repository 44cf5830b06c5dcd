package io.consonance.actors.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SelectorDispatchersTest {

    private final ActorTestKit kit = ActorTestKit.create();
    private final SelectorDispatchers dispatchers = SelectorDispatchers.of(kit.system());
    private final TestProbe<Where> probe = kit.createTestProbe();

    private record Where(SelectorLoop loop, Thread thread, SelectorLoop childLoop) {}

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldSpreadClientsOverTheConfiguredThreads() {
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            ask(dispatchers.nextClient());
            Where where = probe.receiveMessage();
            assertThat(where.loop()).isNotNull();
            assertThat(where.childLoop()).isSameAs(where.loop());
            threads.add(where.thread());
        }
        assertThat(threads).hasSize(2).allMatch(thread -> thread.getName().contains("consonance.client.dispatcher-"));
    }

    @Test
    void shouldGiveEachIslandAThreadOfItsOwn() {
        assertThat(dispatchers.island(0)).isEqualTo(dispatchers.island(0)).isNotEqualTo(dispatchers.island(1));
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            ask(DispatcherSelector.fromConfig(dispatchers.island(i % 3)));
            threads.add(probe.receiveMessage().thread());
        }
        assertThat(threads).hasSize(3);
    }

    @Test
    void shouldEndItsThreadsWithTheActorSystem() throws Exception {
        ActorSystem<ActorRef<Where>> system = ActorSystem.create(where(), "own");
        SelectorDispatchers own = SelectorDispatchers.of(system);
        Set<Thread> threads = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            system.systemActorOf(where(), "client-" + i, own.nextClient()).tell(probe.ref());
            threads.add(probe.receiveMessage().thread());
        }
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private void ask(DispatcherSelector selector) {
        kit.spawn(where(), selector).tell(probe.ref());
    }

    private static Behavior<ActorRef<Where>> where() {
        return Behaviors.receive((context, replyTo) -> {
            SelectorLoop parent = SelectorLoop.current();
            context.spawnAnonymous(
                            Behaviors.<Integer>receiveMessage(ignored -> {
                                replyTo.tell(new Where(parent, Thread.currentThread(), SelectorLoop.current()));
                                return Behaviors.stopped();
                            }),
                            DispatcherSelector.sameAsParent())
                    .tell(1);
            return Behaviors.same();
        });
    }
}

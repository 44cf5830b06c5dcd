package io.consonance.simulator.live;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.SelectorDispatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actor system of the virtual peers: one {@link Crew} per client thread, peers dealt out in turn. One owner. */
final class CrewRoom implements AutoCloseable {

    private static final long STOP_SECONDS = 30;

    private final ActorSystem<Void> system;
    private final List<ActorRef<Crew.Command>> crews = new ArrayList<>();
    private final ConnectionSettings connection;
    private final FrameBatch[] due;

    private CrewRoom(IntFunction<String> roomOf) {
        var config = ConfigFactory.parseString("""
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        """).withFallback(ConfigFactory.load());
        system = ActorSystem.create(Behaviors.empty(), "consonance-peers", config);
        connection = Settings.of(config).client();
        for (int crew = 0; crew < connection.threads(); crew++) {
            crews.add(system.systemActorOf(
                    Crew.create(roomOf),
                    "crew-" + crew,
                    SelectorDispatchers.of(system).nextClient()));
        }
        due = new FrameBatch[crews.size()];
    }

    static CrewRoom open(IntFunction<String> roomOf) {
        return new CrewRoom(roomOf);
    }

    /** How the peers connect. */
    ConnectionSettings connection() {
        return connection;
    }

    void tell(int peer, Crew.Command command) {
        crews.get(peer % crews.size()).tell(command);
    }

    /** Notes a frame that is due; {@link #flush} hands all that were noted to the crews. One voice between two flushes. */
    void speak(FrameBatch.Voice voice, int peer, int sequence, long dueNanos, boolean closes) {
        int crew = peer % due.length;
        if (due[crew] == null) {
            due[crew] = new FrameBatch(voice);
        }
        due[crew].add(peer, sequence, dueNanos, closes);
    }

    void flush() {
        for (int crew = 0; crew < due.length; crew++) {
            if (due[crew] != null) {
                crews.get(crew).tell(new Crew.Speak(due[crew]));
                due[crew] = null;
            }
        }
    }

    /** Ends all peers that are still there, and the threads. */
    @Override
    public void close() {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            system.log().warn("the virtual peers did not stop within {} s", STOP_SECONDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.consonance.simulator.live;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.SelectorDispatchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The actor system of the virtual peers: one {@link Crew} per client thread. One owner. */
final class CrewRoom implements AutoCloseable {

    private static final long STOP_SECONDS = 30;
    private static final int MOST_CREWS_OF_SESSIONS = 64;

    private final ActorSystem<Void> system;
    private final List<ActorRef<Crew.Command>> crews = new ArrayList<>();
    private final ConnectionSettings connection;
    private final IntUnaryOperator crewOf;
    private final FrameBatch[] due;

    private CrewRoom(IntFunction<String> roomOf, Config threads, IntUnaryOperator dealt) {
        var config = ConfigFactory.parseString("""
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        """).withFallback(threads).withFallback(ConfigFactory.load());
        system = ActorSystem.create(Behaviors.empty(), "consonance-peers", config);
        connection = Settings.of(config).client();
        for (int crew = 0; crew < connection.threads(); crew++) {
            crews.add(system.systemActorOf(
                    Crew.create(roomOf),
                    "crew-" + crew,
                    SelectorDispatchers.of(system).nextClient()));
        }
        crewOf = peer -> Math.floorMod(dealt.applyAsInt(peer), crews.size());
        due = new FrameBatch[crews.size()];
    }

    /** Peers dealt out in turn over the threads that clients have anyway. */
    static CrewRoom open(IntFunction<String> roomOf) {
        return new CrewRoom(roomOf, ConfigFactory.empty(), peer -> peer);
    }

    /**
     * Each session with a thread of its own, as long as they are few: those whose node has died are busy with finding another, and nobody else
     * shall wait for them here, as nobody does where each player has a machine.
     */
    static CrewRoom openBySession(IntFunction<String> roomOf, int sessions, IntUnaryOperator sessionOf) {
        int threads = Math.min(sessions, MOST_CREWS_OF_SESSIONS);
        return new CrewRoom(roomOf, ConfigFactory.parseMap(Map.of("consonance.client.threads", threads)), sessionOf);
    }

    /** How the peers connect. */
    ConnectionSettings connection() {
        return connection;
    }

    void tell(int peer, Crew.Command command) {
        crews.get(crewOf.applyAsInt(peer)).tell(command);
    }

    /** Notes a frame that is due; {@link #flush} hands all that were noted to the crews. One voice between two flushes. */
    void speak(FrameBatch.Voice voice, int peer, int sequence, long dueNanos, boolean closes) {
        int crew = crewOf.applyAsInt(peer);
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

package io.consonance.benchmarks.micro;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message to an actor: to one that is busy anyway, and there and back to a thread that waits, which is what waking costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MailboxHopBenchmark {

    private static final int MESSAGES = 1_000;

    private final SynchronousQueue<Integer> answers = new SynchronousQueue<>();
    private ActorSystem<Integer> system;

    /** Starts the actor: it answers 0 and takes everything else. */
    @Setup
    public void start() {
        system = ActorSystem.create(
                Behaviors.receiveMessage(message -> {
                    if (message == 0) {
                        answers.put(message);
                    }
                    return Behaviors.same();
                }),
                "hop");
    }

    /** Stops it. */
    @TearDown
    public void stop() {
        system.terminate();
    }

    /** One of many messages to a busy actor. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public Integer hopToBusyActor() throws InterruptedException {
        for (int i = 1; i < MESSAGES; i++) {
            system.tell(1);
        }
        system.tell(0);
        return answers.take();
    }

    /** There and back, one at a time. */
    @Benchmark
    public Integer wakeActorAndWait() throws InterruptedException {
        system.tell(0);
        return answers.take();
    }
}

package io.consonance.simulator.virtual;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.RunClock;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.World;
import io.consonance.simulator.talk.RandomStreams;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;

/**
 * One run in virtual time. Sessions do not touch each other, so each is run to its end by one thread, and its outcome is
 * added up in whole numbers: neither the number of threads nor their luck shows in the report. {@link #run} is called
 * once, by one thread.
 */
public final class VirtualSimulation {

    private static final long PROGRESS_NANOS = 200_000_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final Scenario scenario;
    private final int threads;
    private final Duration alone;
    private final Progress progress;
    private final World world;
    private final RandomStreams random;
    private final LongAdder peerMillis = new LongAdder();
    private Decoding decoding;

    /**
     * A run that has not begun.
     *
     * @param seed everything random is drawn from it
     * @param threads 1 to 1,024; has no influence on the result
     * @param alone how long one thread works before the others join it, to a fifth of a second. Until the JVM has compiled what every packet
     *     passes, they would slow each other down: they count their calls in the same places, and leave the compiler no
     *     processor. Has no influence on the result either.
     */
    public VirtualSimulation(Scenario scenario, long seed, int threads, Duration alone, Progress progress) {
        if (threads < 1 || threads > 1_024) {
            throw new InvalidSettingException("threads", String.valueOf(threads), "1 to 1024");
        }
        this.scenario = scenario;
        this.threads = threads;
        this.alone = alone;
        this.progress = progress;
        world = World.of(scenario);
        random = new RandomStreams(seed);
    }

    /**
     * Runs it, as fast as it goes.
     *
     * @param version of this program, for the report
     * @param commit it was built from, for the report
     */
    public Report run(String version, String commit) throws InterruptedException {
        RunClock clock = new RunClock();
        RunTotals totals = new RunTotals(world);
        decoding = Decoding.of(scenario, random);
        progress.begin("simulating", "minutes of peers", peerMinutes());
        ThreadPoolExecutor workers = new ThreadPoolExecutor(1, threads, 0, NANOSECONDS, new LinkedBlockingQueue<>());
        try {
            run(workers, totals);
        } finally {
            workers.shutdownNow();
        }
        progress.end();
        RunFacts facts = RunFacts.virtual(
                clock.process(version, commit),
                threads,
                scenario.duration().toNanos() / 1e9,
                totals.links().packets());
        return new VirtualReport(world, random.seed(), totals).of(facts);
    }

    private void run(ThreadPoolExecutor workers, RunTotals totals) throws InterruptedException {
        long aloneUntilNanos = System.nanoTime() + alone.toNanos();
        // a few ahead of the workers, so that neither tasks nor outcomes pile up
        ExecutorCompletionService<SessionOutcome> sessions = new ExecutorCompletionService<>(workers);
        int submitted = 0;
        for (int done = 0; done < world.sessions(); done++) {
            while (submitted < world.sessions() && submitted - done < 2 * threads) {
                int session = submitted++;
                sessions.submit(() -> run(session));
            }
            Future<SessionOutcome> next = null;
            while (next == null) {
                if (System.nanoTime() - aloneUntilNanos >= 0) {
                    workers.setCorePoolSize(threads);
                }
                next = sessions.poll(PROGRESS_NANOS, NANOSECONDS);
                int ended = next == null ? done : done + 1;
                progress.at(
                        Math.min(peerMinutes(), peerMillis.sum() / MINUTE_MILLIS),
                        ended + " of " + world.sessions() + " sessions");
            }
            totals.add(outcomeOf(next));
        }
        progress.at(peerMinutes(), totals.links().packets() + " packets");
    }

    private long peerMinutes() {
        long each = scenario.duration().toMillis() + SessionRun.AFTERWARDS_NANOS / 1_000_000;
        return Math.max(1, scenario.peers() * each / MINUTE_MILLIS);
    }

    private SessionOutcome run(int session) {
        return new SessionRun(scenario, world.session(session, random), session, random, decoding, peerMillis).run();
    }

    private static SessionOutcome outcomeOf(Future<SessionOutcome> session) throws InterruptedException {
        try {
            return session.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a session failed", e.getCause());
        }
    }
}

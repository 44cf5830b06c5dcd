package io.consonance.simulator.virtual;

import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.RunClock;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.RunFacts;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.World;
import io.consonance.simulator.talk.RandomStreams;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One run in virtual time. Sessions do not touch each other, so each is run to its end by one thread, and its outcome is
 * added up in whole numbers: neither the number of threads nor their luck shows in the report. {@link #run} is called
 * once, by one thread.
 */
public final class VirtualSimulation {

    /**
     * What one thread simulates before the others begin. Until the JVM has compiled what every packet passes, threads slow
     * each other down: they count their calls in the same places, and compete with the compiler.
     */
    private static final long WARM_UP_PACKETS = 1_000_000;

    private final Scenario scenario;
    private final int threads;
    private final Progress progress;
    private final World world;
    private final RandomStreams random;
    private Decoding decoding;

    /**
     * A run that has not begun.
     *
     * @param seed everything random is drawn from it
     * @param threads 1 to 1,024; has no influence on the result
     */
    public VirtualSimulation(Scenario scenario, long seed, int threads, Progress progress) {
        if (threads < 1 || threads > 1_024) {
            throw new InvalidSettingException("threads", String.valueOf(threads), "1 to 1024");
        }
        this.scenario = scenario;
        this.threads = threads;
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
        progress.begin("simulating", "sessions", world.sessions());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
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

    private void run(ExecutorService workers, RunTotals totals) throws InterruptedException {
        // a few ahead of the workers, so that neither tasks nor outcomes pile up
        ExecutorCompletionService<SessionOutcome> sessions = new ExecutorCompletionService<>(workers);
        int submitted = 0;
        for (int done = 0; done < world.sessions(); done++) {
            int ahead = totals.links().packets() < WARM_UP_PACKETS ? 1 : 2 * threads;
            while (submitted < world.sessions() && submitted - done < ahead) {
                int session = submitted++;
                sessions.submit(() -> run(session));
            }
            totals.add(outcomeOf(sessions.take()));
            progress.at(done + 1, totals.links().packets() + " packets");
        }
    }

    private SessionOutcome run(int session) {
        return new SessionRun(scenario, world.session(session, random), session, random, decoding).run();
    }

    private static SessionOutcome outcomeOf(Future<SessionOutcome> session) throws InterruptedException {
        try {
            return session.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a session failed", e.getCause());
        }
    }
}

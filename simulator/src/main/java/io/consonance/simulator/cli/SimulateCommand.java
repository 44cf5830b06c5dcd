package io.consonance.simulator.cli;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.report.AcrossSeeds;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.ScenarioSource;
import io.consonance.simulator.virtual.VirtualSimulation;
import io.consonance.simulator.workers.Coordinator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code consonance simulate}: virtual peers talk through a host, ending in a report. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Let virtual peers talk through a real host over real sockets, or in virtual time, and report what arrived.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every peer joined and every threshold holds",
            "1:a threshold was missed, or the host could not be used",
            "2:a wrong option, or a scenario that cannot be",
            "130:interrupted (143 by SIGTERM); the report of a live run says what was until then, if anybody"
                    + " had got in; others have none"
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final int PASSED = 0;
    private static final int MISSED = 1;
    private static final int INTERRUPTED = 130;
    private static final List<String> ONLY_VIRTUAL =
            List.of("--seeds", "--threads", "--no-correction", "--min-mos", "--decode");
    private static final List<String> ONLY_LIVE = List.of("--warm-up", "--host", "--workers", "--coordinator");
    private static final int MAX_SEEDS = 1_000;
    private static final int MAX_WORKERS = 100;
    /** What passes until the JVM has compiled most of a run in virtual time; measured. */
    private static final Duration ALONE_WHILE_COMPILING = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioOptions options;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "8s",
            converter = OptionText.DurationText.class,
            description =
                    "How long they talk before that without being measured, 0s to 10min (default: ${DEFAULT-VALUE}; not with --virtual).")
    private Duration warmUp;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Decides everything random (default: the scenario's, or a random one, which the report names).")
    private Long seed;

    @Option(
            names = "--host",
            paramLabel = "HOST:PORT",
            converter = OptionText.AddressText.class,
            description = "A running host (default: one of our own in this process).")
    private HostAddress host;

    @Option(
            names = "--churn",
            description = "Peers leave and come back, some without goodbye; a live run checks the roster for ghosts.")
    private boolean churn;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "Live runs: share the peers among so many 'consonance worker' processes, on this machine or on"
                            + " others, 1 to 100. What they measured is merged.")
    private Integer workers;

    @Option(
            names = "--coordinator",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7430",
            converter = OptionText.AddressText.class,
            description = "With --workers: the address of this machine they find us at (default: ${DEFAULT-VALUE}).")
    private HostAddress coordinator;

    @Option(names = "--live", description = "Run a scenario file over real sockets, in real time.")
    private boolean live;

    @Option(
            names = "--virtual",
            description = "Run the machines, networks and playout buffers on a virtual clock: repeatable to the last"
                    + " byte (but for the report's run object), and faster than real time.")
    private boolean virtual;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "With --virtual: runs with so many seeds, from --seed on, and reports means with 95 %%"
                    + " confidence intervals; 1 to 1000 (default: the scenario's, or 1).")
    private Integer seeds;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description = "With --virtual: threads that share the work; the result is the same (default: the cores).")
    private Integer threads;

    @Mixin
    private ClusterOptions cluster;

    @Mixin
    private ReportOptions reports;

    @Option(names = "--verbose", description = "Log more than warnings, on stderr.")
    private boolean verbose;

    @Override
    public Integer call() throws InterruptedException {
        LogLevel.set(verbose);
        cluster.check(spec, options.hasFile());
        refuseConflicts(spec.commandLine().getParseResult());
        reports.check(spec);
        if (reports.isComparison()) {
            return compare();
        }
        BuildInfo build = BuildInfo.load();
        Progress progress = CommandProgress.onStderr();
        return isVirtual() ? simulateVirtually(build, progress) : simulateLive(build, progress);
    }

    private int compare() {
        try {
            reports.compare(spec.commandLine().getOut(), spec.commandLine().getErr());
            return PASSED;
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--compare " + e.getMessage());
        }
    }

    /** Ends without a report when interrupted: what is repeatable can be repeated. */
    private int simulateVirtually(BuildInfo build, Progress progress) throws InterruptedException {
        Scenario scenario = checked(() -> options.source(true, churn).read());
        int count = seeds != null ? seeds : scenario.seeds();
        if (count < 1 || count > MAX_SEEDS) {
            throw new ParameterException(spec.commandLine(), "--seeds " + count + ": use 1 to " + MAX_SEEDS);
        }
        long firstSeed = seedFor(scenario);
        List<Report> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Duration alone = i == 0 ? ALONE_WHILE_COMPILING : Duration.ZERO;
            runs.add(virtualSimulation(scenario, firstSeed + i, alone, progress).run(build.version(), build.commit()));
        }
        Report report = count == 1 ? runs.get(0) : AcrossSeeds.together(runs);
        try {
            reports.write(
                    report, spec.commandLine().getOut(), spec.commandLine().getErr());
            return report.passed() ? PASSED : MISSED;
        } catch (IOException e) {
            spec.commandLine().getErr().println("consonance simulate: " + e.getMessage());
            return MISSED;
        }
    }

    private VirtualSimulation virtualSimulation(Scenario scenario, long runSeed, Duration alone, Progress progress) {
        return checked(() -> new VirtualSimulation(
                scenario,
                runSeed,
                threads != null ? threads : Runtime.getRuntime().availableProcessors(),
                alone,
                progress));
    }

    private int simulateLive(BuildInfo build, Progress progress) throws InterruptedException {
        ScenarioSource source = checked(
                () -> cluster.isOn() ? options.clusterSource(cluster.duration()) : options.source(false, churn));
        Scenario scenario = checked(source::read);
        cluster.checkDuration(spec, scenario.duration());
        LiveSettings settings =
                checked(() -> new LiveSettings(scenario, warmUp, seedFor(scenario), Optional.ofNullable(host)));
        LiveRun simulation = liveRun(settings, source, progress);
        InterruptHook hook = InterruptHook.of(simulation);
        try {
            return run(simulation, build, progress);
        } finally {
            hook.release();
        }
    }

    private int run(LiveRun simulation, BuildInfo build, Progress progress) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Report report = simulation.run(build.version(), build.commit());
            reports.write(report, spec.commandLine().getOut(), err);
            return report.interrupted() ? INTERRUPTED : report.passed() ? PASSED : MISSED;
        } catch (IOException | InvalidSettingException e) {
            progress.end();
            err.println("consonance simulate: " + e.getMessage());
            return e instanceof InterruptedIOException ? INTERRUPTED : MISSED;
        }
    }

    private LiveRun liveRun(LiveSettings settings, ScenarioSource source, Progress progress) {
        if (workers == null) {
            LiveSimulation alone = new LiveSimulation(settings, progress, cluster.nodes(progress));
            return LiveRun.of(alone::run, alone::interrupt);
        }
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new ParameterException(spec.commandLine(), "--workers " + workers + ": use 1 to " + MAX_WORKERS);
        }
        if (settings.churn()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--workers does not go with " + (churn ? "--churn" : "a scenario whose peers come and go (churn)"));
        }
        InetSocketAddress address = new InetSocketAddress(coordinator.host(), coordinator.port());
        if (address.isUnresolved()) {
            throw new ParameterException(
                    spec.commandLine(), "--coordinator " + coordinator + ": use an address of this machine");
        }
        Coordinator shared = new Coordinator(settings, source, workers, address, progress);
        return LiveRun.of(shared::run, shared::interrupt);
    }

    private void refuseConflicts(ParseResult given) {
        if (virtual && live) {
            throw new ParameterException(spec.commandLine(), "--virtual does not go with --live");
        }
        if (given.hasMatchedOption("--coordinator") && workers == null) {
            throw new ParameterException(spec.commandLine(), "--coordinator goes with --workers only");
        }
        for (String option : isVirtual() ? ONLY_LIVE : ONLY_VIRTUAL) {
            if (given.hasMatchedOption(option)) {
                throw new ParameterException(
                        spec.commandLine(),
                        option
                                + (isVirtual() ? " goes with real sockets only" : " goes with virtual time only")
                                + remedy());
            }
        }
    }

    /** What decides how it runs, and how to have it the other way. */
    private String remedy() {
        if (isVirtual()) {
            return virtual ? ", not with --virtual" : "; add --live";
        }
        return live || host != null ? ", not with " + (live ? "--live" : "--host") : "; add --virtual";
    }

    /** Files are for what can be repeated, unless real sockets are asked for. */
    private boolean isVirtual() {
        return virtual || options.hasFile() && !live && host == null;
    }

    /** A setting that cannot be is the option of that name. */
    private <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (InvalidSettingException e) {
            String option = "--" + e.key().substring(e.key().lastIndexOf('.') + 1);
            boolean byOption = spec.commandLine().getParseResult().hasMatchedOption(option);
            throw new ParameterException(
                    spec.commandLine(),
                    byOption ? option + " " + e.value().replace("\"", "") + ": use " + e.allowed() : e.getMessage());
        }
    }

    private long seedFor(Scenario scenario) {
        if (seed != null) {
            return seed;
        }
        return scenario.seed().isPresent()
                ? scenario.seed().getAsLong()
                : ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE);
    }
}

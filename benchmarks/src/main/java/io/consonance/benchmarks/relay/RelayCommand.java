package io.consonance.benchmarks.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.simulator.cli.ReportFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench relay}: the host beside other relays, on the same job. */
@Command(
        name = "relay",
        mixinStandardHelpOptions = true,
        description =
                "Compare the host with a relay in C, one on Pekko's Udp extension, one through actors' mailboxes and Murmur: packets"
                        + " out per CPU-second, latency, garbage. Sends to loopback only and ends by itself; needs Linux.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:a relay failed, or a file could not be written",
            "2:a wrong option, or not on Linux"
        })
public final class RelayCommand implements Callable<Integer> {

    private static final int MOST_COPIES = 250;
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final List<String> JVM_FLAGS = List.of("-XX:+UseG1GC", "-Xms256m", "-Xmx2g");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "15",
            description = "Runs of each job and relay (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.5",
            description = "Length of one run; many short runs in turn beat few long ones (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--copies",
            split = ",",
            defaultValue = "1,8,32",
            paramLabel = "N",
            description = "Copies of each packet, one or several numbers of 1..250 (default: ${DEFAULT-VALUE}).")
    private List<Integer> copies;

    @Option(
            names = "--relays",
            split = ",",
            defaultValue = "c,host,pekko-udp,mailboxes,murmur",
            paramLabel = "NAME",
            description =
                    "What to compare; the first is what ratios are against, and not murmur, which runs saturated only (default: ${DEFAULT-VALUE}).")
    private List<String> relays;

    @Option(
            names = "--core",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "The core every relay runs on, with taskset; the load runs on the next one. -1 leaves both to the system (default: ${DEFAULT-VALUE}).")
    private int core;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every run and the summary as JSON.")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write charts and figures as one HTML page.")
    private Path html;

    @Override
    public Integer call() throws InterruptedException {
        check();
        PrintWriter err = spec.commandLine().getErr();
        try {
            RelayReport report = measure(line -> {
                if (Boolean.getBoolean("consonance.terminal")) {
                    err.println(line);
                    err.flush();
                }
            });
            RelayTable.of(report).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            if (json != null) {
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), report);
            }
            if (html != null) {
                Files.writeString(html, RelayPage.of(report));
            }
            return ExitCode.OK;
        } catch (IOException | MalformedPacketException e) {
            err.println("consonance bench relay: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    private void check() {
        require(UdpDrops.available(), "needs Linux: what a socket dropped is read from /proc/net/udp");
        require(repeats >= 1, "--repeats must be 1 or more, not " + repeats);
        require(seconds >= 0.1 && seconds <= 10, "--seconds must be 0.1 to 10, not " + seconds);
        for (int n : copies) {
            require(n >= 1 && n <= MOST_COPIES, "--copies must be 1.." + MOST_COPIES + ", not " + n);
        }
        require(
                new HashSet<>(relays).size() == relays.size() && Contender.NAMES.containsAll(relays),
                "--relays must be some of " + String.join(",", Contender.NAMES) + ", each once, not "
                        + String.join(",", relays));
        require(
                !relays.get(0).equals(Contender.MURMUR),
                "--relays must not begin with murmur, which runs saturated only; what the host is against it is shown anyway");
        int cores = Runtime.getRuntime().availableProcessors();
        require(core >= -1 && core < cores, "--core must be -1.." + (cores - 1) + ", not " + core);
        ReportFile.requireWritable(spec, "--json", json);
        ReportFile.requireWritable(spec, "--html", html);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private RelayReport measure(Consumer<String> progress)
            throws IOException, InterruptedException, MalformedPacketException {
        List<String> notRun = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        List<Job> jobs = new ArrayList<>();
        for (boolean paced : new boolean[] {false, true}) {
            copies.forEach(n -> jobs.add(new Job(paced, n)));
        }
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        boolean pinned = core >= 0 && hasTaskset();
        if (core >= 0 && !pinned) {
            notRun.add("relays on one core: taskset is not installed, they ran on any");
        }
        List<Sample> samples;
        try (CPrograms programs = new CPrograms()) {
            Map<String, Contender> available = new LinkedHashMap<>();
            Path load = null;
            try {
                load = programs.compile("load", "ocb2.h");
                available.put(Contender.C, Contender.inC(programs.compile("relay")));
            } catch (IOException e) {
                notRun.add("relay and load in C: " + e.getMessage()
                        + "; the load is this program, which costs more than most relays");
            }
            Contender.inJava(JVM_FLAGS).forEach(contender -> available.put(contender.name(), contender));
            if (relays.contains(Contender.MURMUR)) {
                murmur(load)
                        .ifPresentOrElse(
                                murmur -> available.put(Contender.MURMUR, murmur),
                                () -> notRun.add(
                                        "Murmur: needs Debian's mumble-server, or what another system calls it, and gcc"));
            }
            relays.stream().filter(available::containsKey).map(available::get).forEach(contenders::add);
            require(!contenders.isEmpty(), "--relays: none of " + relays + " can run here");
            Machine machine = new Machine(pinned ? core : -1, pinned ? loadCore() : -1, load);
            try (RelayComparison comparison = new RelayComparison(contenders, machine, copies, progress)) {
                comparison.warmUp(copies, Math.max(nanos, WARM_UP_NANOS));
                samples = comparison.run(jobs, repeats, nanos);
            }
        }
        List<Job> saturated = jobs.stream().filter(job -> !job.paced()).toList();
        List<String> names = contenders.stream().map(Contender::name).toList();
        return new RelayReport(
                started.toString(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                pinned ? core : -1,
                names.get(0),
                repeats,
                seconds,
                notRun,
                Row.of(samples, jobs, names, names.get(0), seconds),
                names.contains(Contender.HOST) && names.contains(Contender.MURMUR)
                        ? Row.of(samples, saturated, List.of(Contender.HOST), Contender.MURMUR, seconds)
                        : List.of(),
                samples);
    }

    /** Only the load in C speaks Mumble. */
    private static Optional<Contender> murmur(Path load) {
        return load == null ? Optional.empty() : MurmurServer.program().map(Contender::inMurmur);
    }

    /** The next one, so that neither takes time from the other; any where there is only one. */
    private int loadCore() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores > 1 ? (core + 1) % cores : -1;
    }

    private static boolean hasTaskset() throws InterruptedException {
        try {
            return new ProcessBuilder("taskset", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

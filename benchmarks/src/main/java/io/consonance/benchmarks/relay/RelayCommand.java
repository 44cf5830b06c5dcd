package io.consonance.benchmarks.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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
                "Compares the host with a relay in C, one on Pekko's Udp extension and one through actors' mailboxes: packets"
                        + " out per CPU-second, latency, garbage. Sends to loopback only and ends by itself; needs Linux.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:a relay failed, or a file could not be written",
            "2:a wrong option, or not on Linux"
        })
public final class RelayCommand implements Callable<Integer> {

    private static final int MOST_COPIES = 250;
    private static final List<String> JVM_FLAGS = List.of("-XX:+UseG1GC", "-Xms256m", "-Xmx2g");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Runs of each job and relay. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--seconds", defaultValue = "2", description = "Length of one run. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--copies",
            split = ",",
            defaultValue = "1,8,32",
            paramLabel = "N",
            description = "Copies of each packet, one or several numbers of 1..250. Default: ${DEFAULT-VALUE}.")
    private List<Integer> copies;

    @Option(
            names = "--core",
            defaultValue = "0",
            description =
                    "The core every relay runs on, with taskset; -1 leaves it to the system. Default: ${DEFAULT-VALUE}.")
    private int core;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every run and the summary as JSON.")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes charts and figures as one HTML page.")
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
        int cores = Runtime.getRuntime().availableProcessors();
        require(core >= -1 && core < cores, "--core must be -1.." + (cores - 1) + ", not " + core);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), "consonance bench relay: " + message);
        }
    }

    private RelayReport measure(Consumer<String> progress)
            throws IOException, InterruptedException, MalformedPacketException {
        List<String> notRun = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>();
        Path work = Files.createTempDirectory("consonance-bench");
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            contenders.add(Contender.inC(work));
        } catch (IOException e) {
            notRun.add("the relay in C: " + e.getMessage());
        }
        contenders.addAll(Contender.inJava(JVM_FLAGS));
        notRun.add("Murmur (mumble-server): the load speaks the link, not Mumble's protocol");
        int pinned = core >= 0 && hasTaskset() ? core : -1;
        if (pinned < 0 && core >= 0) {
            notRun.add("relays on one core: taskset is not installed, they ran on any");
        }
        List<Job> jobs = new ArrayList<>();
        for (boolean paced : new boolean[] {false, true}) {
            copies.forEach(n -> jobs.add(new Job(paced, n)));
        }
        long nanos = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        List<Sample> samples;
        try (RelayComparison comparison = new RelayComparison(contenders, pinned, copies, progress)) {
            comparison.warmUp(copies, Math.max(nanos, TimeUnit.SECONDS.toNanos(1)));
            samples = comparison.run(jobs, repeats, nanos);
        } finally {
            Files.deleteIfExists(work.resolve("relay.c"));
            Files.deleteIfExists(work.resolve("relay"));
            Files.deleteIfExists(work);
        }
        List<String> names = contenders.stream().map(Contender::name).toList();
        String reference = names.contains(Contender.C) ? Contender.C : Contender.HOST;
        return new RelayReport(
                started.toString(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                pinned,
                reference,
                repeats,
                seconds,
                notRun,
                Row.of(samples, jobs, names, reference, seconds),
                samples);
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

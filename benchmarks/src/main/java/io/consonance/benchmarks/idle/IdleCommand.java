package io.consonance.benchmarks.idle;

import io.consonance.benchmarks.relay.IdleHost;
import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench idle}: heap per connected peer, and how fast peers join. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description =
                "Connect peers to a host in a process of its own, in sessions of eight, and measure the host's live heap before"
                        + " and after, and joins per second. Each peer takes one open file on either side (ulimit -n).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all joined and measured", "1:a peer could not join, or the host ended", "2:a wrong option"})
public final class IdleCommand implements Callable<Integer> {

    private static final int MOST_PEERS = 60_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--peers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Peers to connect, 1..60000 (default: ${DEFAULT-VALUE}).")
    private int peers;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (peers < 1 || peers > MOST_PEERS) {
            throw new ParameterException(spec.commandLine(), "--peers must be 1.." + MOST_PEERS + ", not " + peers);
        }
        try (IdleHost host = new IdleHost()) {
            // Classes and pools that the first peers bring are not theirs.
            host.join(Math.min(peers, 64));
            long before = host.liveHeapBytes();
            long begin = System.nanoTime();
            host.join(peers);
            double seconds = (double) (System.nanoTime() - begin) / TimeUnit.SECONDS.toNanos(1);
            long after = host.liveHeapBytes();
            PrintWriter out = spec.commandLine().getOut();
            out.printf(Locale.ROOT, "peers joined       %d in sessions of eight%n", peers);
            out.printf(Locale.ROOT, "heap per peer      %.1f kB%n", (after - before) / 1e3 / peers);
            out.printf(Locale.ROOT, "joins per second   %.0f, one after another%n", peers / seconds);
            out.flush();
            return ExitCode.OK;
        } catch (IOException | MalformedPacketException e) {
            err.println("consonance bench idle: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}

package io.consonance.simulator.cli;

import io.consonance.actors.client.HostAddress;
import io.consonance.simulator.workers.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code consonance worker}: does a share of a run that another process coordinates. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Let a share of the peers of 'simulate --workers' talk from this machine; ends with the run.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the share is done and its result handed over",
            "1:there is no coordinator, it went away, or it has no use for this worker",
            "2:a wrong option"
        })
public final class WorkerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COORDINATOR",
            converter = OptionText.AddressText.class,
            description = "HOST:PORT that 'simulate --workers' named.")
    private HostAddress coordinator;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = OptionText.DurationText.class,
            description = "How long the coordinator may take to appear (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(names = "--verbose", description = "Log more than warnings, on stderr.")
    private boolean verbose;

    @Override
    public Integer call() throws InterruptedException {
        LogLevel.set(verbose);
        BuildInfo build = BuildInfo.load();
        try {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getByName(coordinator.host()), coordinator.port());
            new Worker(address, patience, build.version(), CommandProgress.onStderr()).run();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("consonance worker: " + e.getMessage());
            return 1;
        }
    }
}

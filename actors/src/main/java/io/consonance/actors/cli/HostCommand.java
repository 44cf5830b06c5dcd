package io.consonance.actors.cli;

import io.consonance.actors.host.VoiceHost;
import io.consonance.actors.host.VoiceHostBuilder;
import io.consonance.actors.settings.InvalidSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code host}: runs a host until it is told to stop by a signal. On stdout it prints one line, when it accepts and, in a cluster, when the next
 * node may be restarted; messages go to stderr.
 */
@Command(
        name = "host",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run a voice host until Ctrl-C.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by a signal, peers were told, or has left its cluster",
            "1:cannot listen",
            "2:a wrong option or setting"
        })
public final class HostCommand implements Callable<Integer> {
    private static final int PUT_OUT = -1;
    private static final String DEFAULT_SESSION = "default";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "Address to listen on, such as 127.0.0.1, 0.0.0.0 or :: (default: consonance.host.bind, 0.0.0.0).")
    private String bind;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of both TCP and UDP; 0 takes any free one (default: consonance.host.port, 7400).")
    private Integer port;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting of reference.conf, whose keys begin with consonance.; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--cluster",
            description = "Share sessions with other nodes; see docs/operations.md. Sets consonance.cluster.enabled.")
    private boolean cluster;

    @Option(
            names = "--seed",
            paramLabel = "HOST:PORT",
            description =
                    "A node to join, by its consonance.cluster.address and port; may be repeated, in the same order on"
                            + " every node. The first one founds the cluster. Needs --cluster.")
    private List<String> seeds = new ArrayList<>();

    @Option(
            names = "--session-less",
            description = "Open no session at the start. Only matters with consonance.session.create-on-join=off,"
                    + " where otherwise the session `default` is open.")
    private boolean sessionLess;

    @Override
    public Integer call() throws InterruptedException {
        VoiceHostBuilder builder = VoiceHost.builder();
        settings.keySet().forEach(this::refuseForeign);
        settings.forEach(builder::set);
        if (bind != null) {
            builder.bind(bind);
        }
        if (port != null) {
            builder.port(port);
        }
        if (cluster) {
            builder.set("consonance.cluster.enabled", "on");
        } else if (!seeds.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--seed needs --cluster");
        }
        if (!seeds.isEmpty()) {
            builder.set("consonance.cluster.seeds", String.join(",", seeds));
        }
        int exit;
        do {
            exit = run(builder);
        } while (exit == PUT_OUT);
        return exit;
    }

    /** What belongs to the libraries below is checked by nobody, and some of it only fails while the host runs. */
    private void refuseForeign(String key) {
        if (!key.startsWith("consonance.")) {
            throw new ParameterException(
                    spec.commandLine(), "--set " + key + ": use a key of reference.conf; they begin with consonance.");
        }
    }

    /** Until the host is no more. */
    private int run(VoiceHostBuilder builder) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        VoiceHost host;
        boolean openDefault;
        try {
            openDefault = !sessionLess && !builder.settings().session().createOnJoin();
            host = builder.start();
        } catch (InvalidSettingException e) {
            err.println("consonance host: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (IOException e) {
            err.println("consonance host: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (openDefault) {
            host.openSession(DEFAULT_SESSION);
        }
        BooleanSupplier forgetSignals = host.onExit(() -> closeAndHalt(host));
        boolean clustered = builder.settings().cluster().enabled();
        host.whenReady().thenRun(() -> {
            PrintWriter out = spec.commandLine().getOut();
            out.println(readyLine(host));
            out.flush();
        });
        host.whenClosed().toCompletableFuture().join();
        // After a signal the program ends in the hook; whoever comes here has lost its host, or it has left its
        // cluster.
        if (!forgetSignals.getAsBoolean()) {
            Thread.currentThread().join();
        }
        if (host.wasPutOut()) {
            err.println("consonance host: the other nodes have put this one out; it starts anew");
            return PUT_OUT;
        }
        return clustered ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** A signal would otherwise end the program with the signal's number, though everything went as it should. */
    private static void closeAndHalt(VoiceHost host) {
        host.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private static String readyLine(VoiceHost host) {
        String udp = host.udpAddress().map(HostCommand::text).orElse("off");
        return "ready tcp=" + text(host.address()) + " udp=" + udp + " pid="
                + ProcessHandle.current().pid();
    }

    /** ADDRESS:PORT, IPv6 addresses in brackets. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

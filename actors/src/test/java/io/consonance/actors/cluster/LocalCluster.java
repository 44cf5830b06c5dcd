package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.cli.HostCommand;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Hosts of one cluster, each a process with an address of its own. */
final class LocalCluster implements AutoCloseable {
    /** The program of these processes. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.exit(new CommandLine(new HostCommand()).execute(args));
        }
    }

    private final int voicePort;
    private final int clusterPort;
    private final int managementPort;
    private final List<Process> nodes = new ArrayList<>();

    LocalCluster(int size) throws IOException {
        voicePort = freePort(size);
        clusterPort = freePort(size);
        managementPort = freePort(size);
        for (int node = 0; node < size; node++) {
            nodes.add(null);
        }
        for (int node = 0; node < size; node++) {
            start(node);
        }
        for (int node = 0; node < size; node++) {
            awaitReady(node);
        }
    }

    /** Where peers reach a node. */
    String address(int node) {
        return host(node) + ":" + voicePort;
    }

    /** Where a node tells of its health. */
    String managementAddress(int node) {
        return host(node) + ":" + managementPort;
    }

    int size() {
        return nodes.size();
    }

    void start(int node) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "--bind",
                host(node),
                "--port",
                Integer.toString(voicePort),
                "--cluster",
                "--set",
                "consonance.cluster.address=" + host(node),
                "--set",
                "consonance.cluster.port=" + clusterPort,
                "--set",
                "consonance.cluster.management-port=" + managementPort,
                "--set",
                "consonance.host.keep-alive=3 s"));
        for (int seed = 0; seed < nodes.size(); seed++) {
            command.addAll(List.of("--seed", host(seed) + ":" + clusterPort));
        }
        nodes.set(
                node,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log(node)))
                        .start());
    }

    /** What the node says on stderr. */
    private static File log(int node) {
        return Path.of("target", "cluster-" + host(node) + ".log").toFile();
    }

    void awaitReady(int node) throws IOException {
        assertThat(nodes.get(node).inputReader().readLine()).startsWith("ready ");
    }

    /** Without any goodbye. */
    void kill(int node) throws InterruptedException {
        nodes.get(node).destroyForcibly().waitFor();
    }

    /** As a signal does it; waits for the end. */
    void terminate(int node) throws InterruptedException {
        nodes.get(node).toHandle().destroy();
        awaitEnd(node);
    }

    /** After it was asked to leave. */
    void awaitEnd(int node) throws InterruptedException {
        assertThat(nodes.get(node).waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(nodes.get(node).exitValue()).isZero();
    }

    void signal(int node, String signal) throws IOException, InterruptedException {
        String pid = Long.toString(nodes.get(node).pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor())
                .isZero();
    }

    @Override
    public void close() {
        nodes.forEach(Process::destroyForcibly);
    }

    static String host(int node) {
        return "127.0.0." + (node + 1);
    }

    /** A port nobody uses at any of the nodes' addresses. */
    static int freePort(int size) throws IOException {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(host(0)))) {
                for (int node = 1; node < size; node++) {
                    new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(host(node))).close();
                }
                return first.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }
}

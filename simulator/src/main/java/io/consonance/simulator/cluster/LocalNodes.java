package io.consonance.simulator.cluster;

import io.consonance.actors.client.HostAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The nodes of a cluster on this machine, each a process with an address of its own, 127.0.0.1 and up. One thread at a time per node. */
final class LocalNodes implements AutoCloseable {
    /** Ctrl-C reaches every process of a terminal; it is the simulator that says when a node ends. */
    private static final List<String> WITHOUT_CTRL_C = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "node");

    private static final long END_SECONDS = 60;
    private static final long POLL_NANOS = 10_000_000;
    private static final List<String> ARCHIVE_FLAGS =
            List.of("-XX:SharedArchiveFile=", "-XX:DumpLoadedClassList=", "-Xlog:");

    private final int voicePort;
    private final int clusterPort;
    private final int managementPort;
    private final int wiredPort;
    private final Path logs;
    private final Process[] nodes;
    private final Wires wires;

    LocalNodes(int size, Path logs) throws IOException {
        this.logs = logs;
        nodes = new Process[size];
        voicePort = freePort(size);
        clusterPort = freePort(size);
        managementPort = freePort(size);
        wiredPort = freePort(size);
        wires = new Wires(size, clusterPort, wiredPort);
    }

    /** The address of a node, counted from 1. */
    static String host(int node) {
        return "127.0.0." + node;
    }

    /** The node at an address. */
    static int node(InetAddress address) {
        return address.getAddress()[3];
    }

    Wires wires() {
        return wires;
    }

    /** Where peers reach them. */
    List<HostAddress> addresses() {
        return IntStream.rangeClosed(1, nodes.length)
                .mapToObj(node -> new HostAddress(host(node), voicePort))
                .toList();
    }

    void start(int node) throws IOException {
        List<String> command = new ArrayList<>(WITHOUT_CTRL_C);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(classArchive());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dpekko.remote.artery.bind.hostname=" + host(node),
                "-Dpekko.remote.artery.bind.port=" + wiredPort,
                "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=" + host(node),
                "-cp",
                System.getProperty("java.class.path"),
                NodeProgram.class.getName(),
                "--bind=" + host(node),
                "--port=" + voicePort,
                "--cluster",
                "--set=consonance.cluster.address=" + host(node),
                "--set=consonance.cluster.port=" + clusterPort,
                "--set=consonance.cluster.management-port=" + managementPort,
                "--set=consonance.host.keep-alive=3s"));
        for (int seed = 1; seed <= nodes.length; seed++) {
            command.add("--seed=" + host(seed) + ":" + clusterPort);
        }
        nodes[node - 1] = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log(node).toFile()))
                .start();
    }

    /** What this process was told about its class archive holds for the nodes too: they have the same class path. */
    private static List<String> classArchive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> ARCHIVE_FLAGS.stream().anyMatch(argument::startsWith))
                .toList();
    }

    /** Until the node accepts peers, and another one may be stopped. */
    void awaitReady(int node, BooleanSupplier interrupted) throws IOException {
        BufferedReader out = nodes[node - 1].inputReader();
        String line = "";
        while (line != null && !line.startsWith("ready ")) {
            // a line may be long in coming, and reading cannot be interrupted
            while (!out.ready() && nodes[node - 1].isAlive() && !interrupted.getAsBoolean()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            if (interrupted.getAsBoolean()) {
                throw new InterruptedIOException(
                        "interrupted while the nodes were starting; there is nothing to report");
            }
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("node " + node + " ended before it was ready; it says why in " + log(node));
        }
    }

    boolean isThere(int node) {
        return nodes[node - 1].isAlive();
    }

    /** Without any goodbye. */
    void kill(int node) {
        nodes[node - 1].destroyForcibly();
    }

    /** It gives its sessions away, leaves and ends. */
    void drain(int node) throws IOException, InterruptedException {
        nodes[node - 1].toHandle().destroy();
        if (!nodes[node - 1].waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("node " + node + " did not end within " + END_SECONDS + " s");
        }
    }

    /** Stops the process where it is. */
    void stall(int node) throws IOException, InterruptedException {
        signal(node, "STOP");
    }

    /** It goes on. */
    void resume(int node) throws IOException, InterruptedException {
        signal(node, "CONT");
    }

    private void signal(int node, String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(nodes[node - 1].pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("node " + node + " takes no SIG" + signal);
        }
    }

    @Override
    public void close() throws IOException {
        for (Process node : nodes) {
            if (node != null) {
                node.destroyForcibly();
            }
        }
        wires.close();
    }

    private Path log(int node) {
        return logs.resolve("node-" + node + ".log");
    }

    /** A port nobody uses at any of the nodes' addresses. */
    private static int freePort(int size) throws IOException {
        while (true) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(host(1)))) {
                for (int node = 2; node <= size; node++) {
                    new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(host(node))).close();
                }
                return first.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }
}

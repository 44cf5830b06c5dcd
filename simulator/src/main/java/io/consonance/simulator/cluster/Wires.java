package io.consonance.simulator.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The wires between the nodes of a cluster on this machine: what one sends to another passes here, so that it can be cut as a network is. Then nothing
 * is refused and nothing arrives, and what was under way arrives when it is mended. Thread-safe.
 */
final class Wires implements AutoCloseable {
    private static final int BUFFER_BYTES = 65_536;

    private final int nodePort;
    private final List<ServerSocket> listeners = new ArrayList<>();
    private List<Set<Integer>> sides = List.of();

    /**
     * Takes what is for a node at one port and passes it to the other one.
     *
     * @param port where other nodes reach each node, at its address
     * @param nodePort where it really listens
     */
    Wires(int nodes, int port, int nodePort) throws IOException {
        this.nodePort = nodePort;
        for (int node = 1; node <= nodes; node++) {
            ServerSocket listener = new ServerSocket(port, 128, InetAddress.getByName(LocalNodes.host(node)));
            listeners.add(listener);
            int to = node;
            run("wires of node " + node, () -> accept(listener, to));
        }
    }

    /** From now on nothing passes between nodes of different sides. */
    synchronized void cut(List<Set<Integer>> into) {
        sides = into;
    }

    /** Everything passes again. */
    synchronized void mend() {
        sides = List.of();
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        mend();
    }

    private void accept(ServerSocket listener, int to) {
        try {
            while (true) {
                Socket in = listener.accept();
                int from = LocalNodes.node(in.getInetAddress());
                run("wire " + from + " to " + to, () -> connect(in, from, to));
            }
        } catch (IOException closed) {
            // Nobody needs wires any more.
        }
    }

    private void connect(Socket near, int from, int to) {
        try (near;
                Socket far = new Socket()) {
            awaitWhole(from, to);
            far.connect(new InetSocketAddress(LocalNodes.host(to), nodePort));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            run("wire " + to + " to " + from, () -> pass(far, near, from, to));
            pass(near, far, from, to);
        } catch (IOException | InterruptedException e) {
            // A node that is not there refuses; who asked hears of it by the end of its connection.
        }
    }

    /** Until either end closes, which the other one then hears of. */
    private void pass(Socket from, Socket to, int one, int other) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int read = in.read(buffer);
            while (read >= 0) {
                awaitWhole(one, other);
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
            awaitWhole(one, other);
        } catch (IOException | InterruptedException e) {
            // The end of the connection, like any other.
        }
    }

    private synchronized void awaitWhole(int one, int other) throws InterruptedException {
        while (NodeEvent.separates(sides, one, other)) {
            wait();
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}

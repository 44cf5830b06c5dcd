package io.consonance.benchmarks.relay;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Murmur with a configuration and a database of its own, which go with it, and with nothing that would slow it down. */
final class MurmurServer implements RelayProcess {

    private static final int PATIENCE_SECONDS = 20;
    private static final int RETRY_MILLIS = 50;
    private static final String ADMIN_PASSWORD = "bench";

    private final Path directory = Files.createTempDirectory("consonance-murmur");
    private final InetSocketAddress address;
    private final Process process;
    private final Thread atExit;

    MurmurServer(String program, int core) throws IOException {
        address = new InetSocketAddress("127.0.0.1", freePort());
        Path ini = Files.writeString(directory.resolve("murmur.ini"), configuration());
        try {
            Process password = start(List.of(program, "-ini", ini.toString(), "-supw", ADMIN_PASSWORD));
            if (!password.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || password.exitValue() != 0) {
                password.destroyForcibly().waitFor();
                deleteDirectory();
                throw new IOException("Murmur could not make its database in " + directory);
            }
            process = start(Machine.pinned(core, List.of(program, "-fg", "-ini", ini.toString())));
            atExit = new Thread(process::destroyForcibly);
            Runtime.getRuntime().addShutdownHook(atExit);
            awaitListening();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Murmur started", e);
        }
    }

    /** The program of Debian's mumble-server, under either of its names; directories of system programs may not be on the path. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(directory -> Stream.of("murmurd", "mumble-server").map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String configuration() {
        return String.join(
                "\n",
                "host=" + address.getHostString(),
                "port=" + address.getPort(),
                "database=" + directory.resolve("murmur.sqlite"),
                // Otherwise root becomes a user that may not write here.
                "uname=" + System.getProperty("user.name"),
                "logfile=",
                "pidfile=",
                "ice=",
                "bonjour=false",
                "users=2000",
                "usersperchannel=0",
                "bandwidth=1000000000",
                "opusthreshold=0",
                "timeout=86400",
                "autobanAttempts=0",
                "messagelimit=1000",
                "messageburst=1000",
                "");
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
                return;
            } catch (IOException notYet) {
                if (process.waitFor(RETRY_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    close();
                    throw new IOException("Murmur ended, or did not listen within " + PATIENCE_SECONDS + " s", notYet);
                }
            }
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long allocatedBytes() {
        return 0;
    }

    @Override
    public Peers join(int fanOut) throws IOException {
        return new MumblePeers(address, ADMIN_PASSWORD, fanOut);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(atExit);
        deleteDirectory();
    }

    private void deleteDirectory() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}

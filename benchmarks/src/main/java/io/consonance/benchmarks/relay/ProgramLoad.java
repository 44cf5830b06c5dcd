package io.consonance.benchmarks.relay;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;

/** The load as a program in C, load.c, which also says how the two talk. Ends with its stdin. */
final class ProgramLoad implements Load {

    private final BufferedReader out;
    private final BufferedWriter in;
    private final int[] ports;

    /** Starts it and binds the peers' sockets. */
    ProgramLoad(List<String> command, Peers peers) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        StringBuilder session = new StringBuilder();
        session.append(peers.relay().getPort()).append(' ').append(peers.count());
        for (int i = 0; i < peers.count(); i++) {
            session.append('\n').append(hex(peers.bind(i, 1))).append(' ').append(hex(peers.packet(i)));
            session.append(' ').append(peers.seal(i).map(ProgramLoad::hex).orElse("-"));
        }
        ports = Arrays.stream(ask(session.toString(), "bound"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String hex(ByteString bytes) {
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes.toArray()) {
            hex.append(String.format("%02x", each));
        }
        return hex.toString();
    }

    /** The words after the keyword. */
    private String[] ask(String request, String keyword) throws IOException {
        in.write(request + "\n");
        in.flush();
        String answer = out.readLine();
        if (answer == null || !answer.startsWith(keyword + " ")) {
            throw new IOException("the load ended, or said what was not asked: " + answer);
        }
        return answer.substring(keyword.length() + 1).split(" ");
    }

    private Traffic run(String job) throws IOException {
        double[] figures =
                Stream.of(ask(job, "done")).mapToDouble(Double::parseDouble).toArray();
        return new Traffic((long) figures[0], (long) figures[1], figures[2], figures[3], figures[4]);
    }

    @Override
    public int[] ports() {
        return ports.clone();
    }

    @Override
    public Traffic saturate(long nanos) throws IOException {
        return run("saturate " + nanos);
    }

    @Override
    public Traffic pace(double packetsPerSecond, long nanos, long seed) throws IOException {
        return run(String.format(Locale.ROOT, "pace %.3f %d %d", packetsPerSecond, nanos, seed));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

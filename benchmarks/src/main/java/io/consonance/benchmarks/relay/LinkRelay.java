package io.consonance.benchmarks.relay;

import io.consonance.engine.wire.MalformedPacketException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A contender that speaks the link, and with this process by stdin and stdout. Ends by itself with its stdin. */
final class LinkRelay implements RelayProcess {

    private static final int PATIENCE_SECONDS = 5;

    private final Contender contender;
    private final Process process;
    private final BufferedReader out;
    private final BufferedWriter in;
    private final InetSocketAddress address;

    LinkRelay(Contender contender, int core) throws IOException {
        this.contender = contender;
        process = new ProcessBuilder(Machine.pinned(core, contender.command()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
        address = new InetSocketAddress("127.0.0.1", Integer.parseInt(answer("ready")));
    }

    private String answer(String keyword) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(keyword + " ")) {
            throw new IOException("relay " + contender.name() + " ended or said what was not asked: " + line);
        }
        return line.substring(keyword.length() + 1);
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
    public long allocatedBytes() throws IOException {
        in.write("\n");
        in.flush();
        return Long.parseLong(answer("allocated"));
    }

    @Override
    public Peers join(int fanOut) throws IOException, MalformedPacketException {
        return new LinkPeers(address, contender.byTcp(), fanOut);
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

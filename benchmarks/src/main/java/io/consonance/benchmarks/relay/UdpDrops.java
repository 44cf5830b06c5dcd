package io.consonance.benchmarks.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Datagrams the kernel threw away because a socket's buffer was full, by the socket's port: {@code /proc/net/udp}. */
record UdpDrops(Map<Integer, Long> byPort) {

    private static final Path TABLE = Path.of("/proc/net/udp");
    private static final int LOCAL_ADDRESS = 1;

    static boolean available() {
        return Files.isReadable(TABLE);
    }

    static UdpDrops read() throws IOException {
        return parse(Files.readAllLines(TABLE));
    }

    /** The lines of the file, its heading included. */
    static UdpDrops parse(List<String> lines) {
        Map<Integer, Long> drops = new HashMap<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] fields = line.strip().split("\\s+");
            int colon = fields[LOCAL_ADDRESS].indexOf(':');
            int port = Integer.parseInt(fields[LOCAL_ADDRESS].substring(colon + 1), 16);
            drops.merge(port, Long.parseLong(fields[fields.length - 1]), Long::sum);
        }
        return new UdpDrops(drops);
    }

    long at(int port) {
        return byPort.getOrDefault(port, 0L);
    }
}

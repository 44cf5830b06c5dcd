package io.consonance.simulator.inspect;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** Packets as text: one per line in hexadecimal, white space ignored, {@code #} starts a comment. */
final class HexFile {
    private HexFile() {}

    static void read(String name, BufferedReader lines, Consumer<RecordedPacket> packets) throws IOException {
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            int comment = line.indexOf('#');
            String digits = (comment < 0 ? line : line.substring(0, comment)).replaceAll("\\s+", "");
            if (digits.isEmpty()) {
                continue;
            }
            packets.accept(new RecordedPacket(number, null, null, null, null, bytes(name, number, digits)));
        }
    }

    private static ByteString bytes(String name, long number, String digits) throws UnreadableFileException {
        try {
            return ByteString.fromArrayUnsafe(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(
                    "%s:%d: not a packet in hexadecimal: allowed are digits 0-9 and a-f in pairs, white space and # comments"
                            .formatted(name, number));
        }
    }
}

package io.consonance.simulator.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code consonance inspect}: decodes recorded packets, Dissonance and link alike, and prints one entry for each. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Print what is in recorded packets.",
        footerHeading = "%n",
        footer = {
            "A hex file has one packet per line; white space is ignored and # starts a comment.",
            "A capture (pcap) is searched for the host's datagrams and TCP frames; make one with",
            "  tcpdump -i lo -w capture.pcap port 7400"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every packet was readable",
            "1:at least one was not",
            "2:a wrong option, or a file that cannot be read"
        })
public final class InspectCommand implements Callable<Integer> {
    private static final int READABLE = 0;
    private static final int DAMAGED_PACKETS = 1;
    private static final int UNREADABLE_FILE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Hex or pcap file; - for standard input.")
    private String file;

    @Option(names = "--json", description = "Print one JSON object per packet and line.")
    private boolean json;

    private int damaged;
    private long packets;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (InputStream in = open()) {
            long skipped = read(in, out);
            if (packets == 0) {
                err.println("no packets in " + file);
            }
            if (skipped > 0) {
                err.printf("%d captured frames held no packet of Dissonance or the link%n", skipped);
            }
        } catch (UnreadableFileException e) {
            err.println(e.getMessage());
            return UNREADABLE_FILE;
        } catch (IOException | UncheckedIOException e) {
            err.println(file + ": cannot be read: " + e.getMessage());
            return UNREADABLE_FILE;
        } finally {
            out.flush();
            err.flush();
        }
        return damaged == 0 ? READABLE : DAMAGED_PACKETS;
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return new BufferedInputStream(System.in);
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new UnreadableFileException(file + ": is a directory; a hex or pcap file is needed");
        }
        if (!Files.exists(path)) {
            throw new UnreadableFileException(file + ": no such file");
        }
        return new BufferedInputStream(Files.newInputStream(path));
    }

    private long read(InputStream in, PrintWriter out) throws IOException {
        in.mark(Integer.BYTES);
        byte[] first = in.readNBytes(Integer.BYTES);
        in.reset();
        int first4 = first.length < Integer.BYTES ? 0 : ByteBuffer.wrap(first).getInt();
        if (PcapFile.isPcapNg(first4)) {
            throw new UnreadableFileException(
                    file + ": is pcapng; convert it first: editcap -F pcap " + file + " capture.pcap");
        }
        if (PcapFile.isPcap(first4)) {
            return PcapFile.read(file, in, packet -> print(packet, out));
        }
        HexFile.read(file, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), p -> print(p, out));
        return 0;
    }

    private void print(RecordedPacket packet, PrintWriter out) {
        packets++;
        PacketJson decoded = PacketJson.of(packet);
        if (!decoded.isReadable()) {
            damaged++;
        }
        try {
            out.println(json ? decoded.toJson() : decoded.toText());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

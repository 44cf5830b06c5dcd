package io.consonance.simulator.inspect;

import io.consonance.engine.wire.Wire;
import io.pkts.Pcap;
import io.pkts.buffer.Buffer;
import io.pkts.packet.IPPacket;
import io.pkts.packet.Packet;
import io.pkts.packet.TCPPacket;
import io.pkts.packet.TransportPacket;
import io.pkts.protocol.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/** Packets of a pcap capture: every UDP datagram that begins with a known magic, and the frames of every TCP stream that does. */
final class PcapFile {
    private static final int SYN_TAKES_A_SEQUENCE_NUMBER = 1;

    private final Consumer<RecordedPacket> packets;
    private final Map<String, TcpFrames> streams = new HashMap<>();
    private long frame;
    private long skipped;

    private PcapFile(Consumer<RecordedPacket> packets) {
        this.packets = packets;
    }

    /** True if a file that begins with these four bytes is a pcap capture (either byte order, micro- or nanoseconds). */
    static boolean isPcap(int first4) {
        return first4 == 0xA1B2C3D4 || first4 == 0xD4C3B2A1 || first4 == 0xA1B23C4D || first4 == 0x4D3CB2A1;
    }

    /** True if a file that begins with these four bytes is pcapng, which is not read here. */
    static boolean isPcapNg(int first4) {
        return first4 == 0x0A0D0D0A;
    }

    /**
     * Reads the whole capture.
     *
     * @return how many captured frames held nothing of ours
     */
    static long read(String name, InputStream capture, Consumer<RecordedPacket> packets) throws IOException {
        PcapFile file = new PcapFile(packets);
        try {
            Pcap.openStream(capture).loop(packet -> {
                file.packet(packet);
                return true;
            });
        } catch (RuntimeException | IOException e) {
            throw new UnreadableFileException(
                    "%s: frame %d: not readable as pcap (%s)".formatted(name, file.frame + 1, e.getMessage()));
        }
        return file.skipped;
    }

    private void packet(Packet packet) throws IOException {
        frame++;
        boolean ours;
        if (packet.hasProtocol(Protocol.UDP)) {
            ours = datagram((TransportPacket) packet.getPacket(Protocol.UDP));
        } else if (packet.hasProtocol(Protocol.TCP)) {
            ours = segment((TCPPacket) packet.getPacket(Protocol.TCP));
        } else {
            ours = false;
        }
        if (!ours) {
            skipped++;
        }
    }

    private boolean datagram(TransportPacket udp) {
        ByteString payload = payload(udp);
        int magic = Wire.magicOf(payload);
        if (magic != Wire.MAGIC && magic != Wire.LINK_MAGIC && magic != Wire.SEALED_MAGIC) {
            return false;
        }
        packets.accept(recorded(udp, "udp", payload));
        return true;
    }

    private boolean segment(TCPPacket tcp) {
        TcpFrames stream = streams.computeIfAbsent(source(tcp) + ">" + destination(tcp), key -> new TcpFrames());
        int sequence = (int) tcp.getSequenceNumber();
        if (tcp.isSYN()) {
            stream.synchronise(sequence);
            sequence += SYN_TAKES_A_SEQUENCE_NUMBER;
        }
        stream.segment(sequence, payload(tcp), bytes -> packets.accept(recorded(tcp, "tcp", bytes)));
        return !stream.isLost();
    }

    private RecordedPacket recorded(TransportPacket packet, String carrier, ByteString bytes) {
        Instant time = Instant.EPOCH.plus(packet.getArrivalTime(), ChronoUnit.MICROS);
        return new RecordedPacket(frame, time, carrier, source(packet), destination(packet), bytes);
    }

    /** The payload without what Ethernet pads short frames with. */
    private static ByteString payload(TransportPacket packet) {
        Buffer payload = packet.getPayload();
        if (payload == null) {
            return ByteString.emptyByteString();
        }
        ByteString bytes = ByteString.fromArrayUnsafe(payload.getArray());
        IPPacket ip = packet.getParentPacket();
        return bytes.take(ip.getTotalIPLength() - ip.getHeaderLength() - packet.getHeaderLength());
    }

    private static String source(TransportPacket packet) {
        return address(packet.getParentPacket().getSourceIP(), packet.getSourcePort());
    }

    private static String destination(TransportPacket packet) {
        return address(packet.getParentPacket().getDestinationIP(), packet.getDestinationPort());
    }

    private static String address(String host, int port) {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}

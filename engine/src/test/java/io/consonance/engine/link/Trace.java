package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Wire;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Writes down what a link machine wants done. */
class Trace implements HostLinkOutbox, PeerLinkOutbox {

    private final List<String> lines = new ArrayList<>();

    /** What was written since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void sendFrame(ByteString packet) {
        lines.add("frame " + show(packet));
    }

    @Override
    public void sendDatagram(ByteString packet) {
        lines.add("datagram " + show(packet));
    }

    @Override
    public void join(String session, String credential) {
        lines.add("join " + session + " " + credential);
    }

    @Override
    public void deliver(ByteString packet) {
        lines.add("deliver " + show(packet));
    }

    @Override
    public void barrier() {
        lines.add("barrier");
    }

    @Override
    public void hello(LinkHello hello) {
        lines.add("hello");
    }

    @Override
    public void rejected(LinkReject reject) {
        lines.add("rejected " + reject.rejectCode());
    }

    @Override
    public void redirected(LinkRedirect redirect) {
        lines.add("redirected " + redirect.host() + ":" + redirect.tcpPort());
    }

    @Override
    public void candidate(LinkCandidate candidate) {
        lines.add("candidate " + candidate.clientId() + " " + candidate.socketAddress());
    }

    @Override
    public void udpBound(boolean bound) {
        lines.add("bound " + bound);
    }

    @Override
    public void close() {
        lines.add("close");
    }

    @Override
    public void dropped(LinkDrop reason) {
        lines.add("dropped " + reason);
    }

    private static String show(ByteString packet) {
        if (Wire.magicOf(packet) != Wire.LINK_MAGIC) {
            return packet.length() > 64
                    ? packet.length() + " bytes"
                    : HexFormat.of().formatHex(packet.toArray());
        }
        try {
            LinkPacket link = LinkPacket.decode(packet);
            return link instanceof LinkReject reject ? "LinkReject " + reject.rejectCode() : link.toString();
        } catch (MalformedPacketException e) {
            throw new AssertionError("a machine sent " + e.reason(), e);
        }
    }
}

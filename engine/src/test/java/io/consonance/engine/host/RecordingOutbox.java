package io.consonance.engine.host;

import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Keeps what a session wants done, until a test takes it. */
final class RecordingOutbox implements HostOutbox {

    record Sent(long link, ByteString packet, boolean reliable) {

        Packet decoded() {
            try {
                return Packet.decode(packet);
            } catch (MalformedPacketException e) {
                throw new AssertionError("the host sent a damaged packet", e);
            }
        }
    }

    record Rejected(long link, RejectCode code) {}

    record Dropped(long link, HostDrop reason) {}

    private List<Sent> sent = new ArrayList<>();
    private List<Rejected> rejected = new ArrayList<>();
    private List<Dropped> dropped = new ArrayList<>();
    private List<HostEvent> events = new ArrayList<>();

    @Override
    public void send(long link, ByteString packet, boolean reliable) {
        sent.add(new Sent(link, packet, reliable));
    }

    @Override
    public void reject(long link, RejectCode code, String reason) {
        rejected.add(new Rejected(link, code));
    }

    @Override
    public void event(HostEvent event) {
        events.add(event);
    }

    @Override
    public void dropped(long link, HostDrop reason) {
        dropped.add(new Dropped(link, reason));
    }

    /** What was sent since the last time. */
    List<Sent> takeSent() {
        List<Sent> taken = sent;
        sent = new ArrayList<>();
        return taken;
    }

    /** The packets sent to one link since the last time; the others stay. */
    List<Packet> takePacketsTo(long link) {
        List<Packet> taken = sent.stream()
                .filter(one -> one.link() == link)
                .map(Sent::decoded)
                .toList();
        sent.removeIf(one -> one.link() == link);
        return taken;
    }

    /** The links rejected since the last time. */
    List<Rejected> takeRejected() {
        List<Rejected> taken = rejected;
        rejected = new ArrayList<>();
        return taken;
    }

    /** The packets dropped since the last time. */
    List<Dropped> takeDropped() {
        List<Dropped> taken = dropped;
        dropped = new ArrayList<>();
        return taken;
    }

    /** The events since the last time. */
    List<HostEvent> takeEvents() {
        List<HostEvent> taken = events;
        events = new ArrayList<>();
        return taken;
    }
}

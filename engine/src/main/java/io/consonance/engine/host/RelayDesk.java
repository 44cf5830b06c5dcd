package io.consonance.engine.host;

import io.consonance.engine.route.Relay;
import io.consonance.engine.route.RelayOutcome;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.TextData;
import io.consonance.engine.wire.Wire;
import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/** Passes on the relay packets that reach a session itself: texts, and voice of clients without UDP. Not thread-safe. */
final class RelayDesk implements Relay.Sink<Member> {

    private final boolean loopback;
    /** Made for the first packet; most sessions see their voice pass elsewhere. */
    private Relay<Member> relay;

    private ByteString packet;
    /** The slice that all receivers share; null until there is one. */
    private ByteString inner;

    private HostOutbox out;

    RelayDesk(boolean loopback) {
        this.loopback = loopback;
    }

    /** Returns why the packet was dropped, or null. */
    HostDrop relay(Member sender, Roster roster, boolean reliable, ByteString packet, HostOutbox out) {
        if (relay == null) {
            relay = new Relay<>(loopback);
        }
        this.packet = packet;
        this.out = out;
        ByteBuffer buffer = ByteBuffer.wrap(packet.toArrayUnsafe());
        RelayOutcome outcome = relay.relay(sender.speaker(), roster, reliable, buffer, 0, packet.length(), this);
        if (outcome == RelayOutcome.RELAYED && Wire.typeCodeOf(inner) == PacketType.TEXT_DATA.code()) {
            tellOfText(sender);
        }
        this.packet = null;
        this.inner = null;
        this.out = null;
        return HostDrop.of(outcome);
    }

    @Override
    public void forward(Member receiver, ByteBuffer buffer, int innerOffset, int innerLength, boolean reliable) {
        if (inner == null) {
            inner = packet.slice(innerOffset, innerOffset + innerLength);
        }
        out.send(receiver.link(), inner, reliable);
    }

    private void tellOfText(Member sender) {
        try {
            TextData text = (TextData) Packet.decode(inner);
            out.event(new HostEvent.TextRelayed(
                    sender.clientId(), text.recipientType(), text.recipientId(), text.text()));
        } catch (MalformedPacketException e) {
            throw new AssertionError("the relay passed on a text that cannot be read", e);
        }
    }
}

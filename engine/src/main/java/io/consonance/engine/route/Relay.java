package io.consonance.engine.route;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.PacketType;
import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.TextDataFlyweight;
import io.consonance.engine.wire.VoiceDataFlyweight;
import io.consonance.engine.wire.Wire;
import java.nio.ByteBuffer;

/**
 * Decides about one relay packet: may this speaker send it, and who gets a copy. The one place for this rule, whether the
 * packet came by UDP, by TCP or by a game server's own network. Not thread-safe, one owner; allocates nothing.
 *
 * <p>Every distinct live destination gets one copy, the speaker itself only with {@code loopback}. Source: sections 5 and
 * 15.
 *
 * @param <P> what a client is reached by; opaque here
 */
public final class Relay<P> {

    private final boolean loopback;
    private final ServerRelayFlyweight packet = new ServerRelayFlyweight();
    private final VoiceDataFlyweight voice = new VoiceDataFlyweight();
    private final TextDataFlyweight text = new TextDataFlyweight();
    private final RecentIds served = new RecentIds();

    /**
     * Takes the copies.
     *
     * @param <P> what a client is reached by
     */
    @FunctionalInterface
    public interface Sink<P> {

        /** One copy of {@code buffer[innerOffset, innerOffset + innerLength)} for {@code path}; the buffer is only lent. */
        void forward(P path, ByteBuffer buffer, int innerOffset, int innerLength, boolean reliable);
    }

    /** A relay that gives speakers their own packets back when {@code loopback} is on and they name themselves. */
    public Relay(boolean loopback) {
        this.loopback = loopback;
    }

    /**
     * Relays the packet in {@code buffer[offset, offset + length)}. The buffer must be big-endian; its position, limit and
     * mark are neither used nor changed.
     *
     * @param reliableAllowed whether the carrier it came by is reliable; ServerRelayReliable is refused elsewhere
     * @param destinations the live clients of the speaker's session, or null when there are none
     */
    public RelayOutcome relay(
            Speaker speaker,
            Destinations<P> destinations,
            boolean reliableAllowed,
            ByteBuffer buffer,
            int offset,
            int length,
            Sink<P> sink) {
        try {
            packet.wrap(buffer, offset, length);
        } catch (MalformedPacketException e) {
            return RelayOutcome.MALFORMED;
        }
        if (packet.reliable() && !reliableAllowed) {
            return RelayOutcome.WRONG_CARRIER;
        }
        if (!packet.reliable() && length > Wire.MAX_DATAGRAM_BYTES) {
            return RelayOutcome.TOO_LARGE;
        }
        if (packet.session() != speaker.session()) {
            return RelayOutcome.WRONG_SESSION;
        }
        RelayOutcome refusal = refusalOfInner(speaker, buffer);
        if (refusal != null) {
            return refusal;
        }
        return destinations == null ? RelayOutcome.NO_DESTINATION : forward(speaker, destinations, buffer, sink);
    }

    private RelayOutcome forward(Speaker speaker, Destinations<P> destinations, ByteBuffer buffer, Sink<P> sink) {
        served.clear();
        if (!loopback) {
            served.add(speaker.clientId());
        }
        RelayOutcome outcome = RelayOutcome.NO_DESTINATION;
        for (int i = 0; i < packet.destinationCount(); i++) {
            int clientId = packet.destination(i);
            P path = destinations.path(clientId);
            if (path != null && served.add(clientId)) {
                sink.forward(path, buffer, packet.innerOffset(), packet.innerLength(), packet.reliable());
                outcome = RelayOutcome.RELAYED;
            }
        }
        return outcome;
    }

    private RelayOutcome refusalOfInner(Speaker speaker, ByteBuffer buffer) {
        int offset = packet.innerOffset();
        int length = packet.innerLength();
        if (length < Wire.HEADER_BYTES || Wire.magicOf(buffer, offset, length) != Wire.MAGIC) {
            return RelayOutcome.INNER_MALFORMED;
        }
        int type = buffer.get(offset + 2);
        if (type == PacketType.VOICE_DATA.code()) {
            return refusalOfVoice(speaker, buffer, offset, length);
        }
        if (type == PacketType.TEXT_DATA.code() && packet.reliable()) {
            return refusalOfText(speaker, buffer, offset, length);
        }
        return RelayOutcome.INNER_TYPE_REFUSED;
    }

    private RelayOutcome refusalOfVoice(Speaker speaker, ByteBuffer buffer, int offset, int length) {
        try {
            voice.wrap(buffer, offset, length);
        } catch (MalformedPacketException e) {
            return RelayOutcome.INNER_MALFORMED;
        }
        if (voice.encodedBytes() != length) {
            return RelayOutcome.INNER_MALFORMED;
        }
        if (length > Wire.MAX_DATAGRAM_BYTES) {
            return RelayOutcome.TOO_LARGE;
        }
        if (voice.session() != speaker.session()) {
            return RelayOutcome.INNER_WRONG_SESSION;
        }
        if (voice.senderId() != speaker.clientId()) {
            return RelayOutcome.FORGED_SENDER;
        }
        return speaker.muted() ? RelayOutcome.MUTED : null;
    }

    private RelayOutcome refusalOfText(Speaker speaker, ByteBuffer buffer, int offset, int length) {
        try {
            text.wrap(buffer, offset, length);
        } catch (MalformedPacketException e) {
            return RelayOutcome.INNER_MALFORMED;
        }
        if (text.encodedBytes() != length) {
            return RelayOutcome.INNER_MALFORMED;
        }
        if (text.session() != speaker.session()) {
            return RelayOutcome.INNER_WRONG_SESSION;
        }
        return text.senderId() == speaker.clientId() ? null : RelayOutcome.FORGED_SENDER;
    }
}

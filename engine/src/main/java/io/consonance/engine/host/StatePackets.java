package io.consonance.engine.host;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * A client's state in packets that unmodified clients can take: a ClientState of at most 1,000 bytes, then one
 * DeltaChannelState for each room that found no place in it. Stateless. Source: sections 11 and 15.
 */
final class StatePackets {

    /** Largest ClientState a host sends; the buffers of unmodified clients hold 1,024 bytes. */
    static final int MAX_STATE_BYTES = 1_000;

    private StatePackets() {}

    static List<ByteString> of(int session, ClientInfo client, Collection<String> rooms) {
        return new ClientState(session, client, List.copyOf(rooms)).encodeWithin(MAX_STATE_BYTES);
    }

    /**
     * What a ClientState that came as {@code packet} is passed on as: the same bytes, unless they are too many, or end
     * before the number of rooms, which receivers before 9.0.8 do not survive.
     */
    static List<ByteString> passedOn(ByteString packet, ClientState state) {
        boolean unchanged = packet.length() >= state.encodedBytes() && packet.length() <= MAX_STATE_BYTES;
        return unchanged ? List.of(packet) : state.encodeWithin(MAX_STATE_BYTES);
    }
}

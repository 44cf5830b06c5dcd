package io.consonance.engine.host;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.DeltaChannelState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** Everything of a ClientState but its name and its rooms. */
    private static final int FIXED_BYTES = 22;

    private static final int STRING_LENGTH_BYTES = 2;

    private StatePackets() {}

    static List<ByteString> of(int session, ClientInfo client, Collection<String> rooms) {
        List<String> together = new ArrayList<>();
        List<ByteString> packets = new ArrayList<>();
        packets.add(ByteString.emptyByteString());
        int bytes = FIXED_BYTES + utf8Bytes(client.name());
        for (String room : rooms) {
            int more = STRING_LENGTH_BYTES + utf8Bytes(room);
            if (bytes + more <= MAX_STATE_BYTES) {
                bytes += more;
                together.add(room);
            } else {
                packets.add(new DeltaChannelState(session, true, client.clientId(), room).encode());
            }
        }
        packets.set(0, new ClientState(session, client, together).encode());
        return List.copyOf(packets);
    }

    /**
     * What a ClientState that came as {@code packet} is passed on as: the same bytes, unless they are too many, or end
     * before the number of rooms, which receivers before 9.0.8 do not survive.
     */
    static List<ByteString> passedOn(ByteString packet, ClientState state) {
        int complete = FIXED_BYTES + utf8Bytes(state.client().name());
        for (String room : state.rooms()) {
            complete += STRING_LENGTH_BYTES + utf8Bytes(room);
        }
        boolean unchanged = packet.length() >= complete && packet.length() <= MAX_STATE_BYTES;
        return unchanged ? List.of(packet) : of(state.session(), state.client(), state.rooms());
    }

    static int utf8Bytes(String string) {
        return string.getBytes(StandardCharsets.UTF_8).length;
    }
}

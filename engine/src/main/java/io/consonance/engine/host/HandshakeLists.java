package io.consonance.engine.host;

import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.HandshakeResponse.RoomListeners;
import io.consonance.engine.wire.RoomId;
import io.consonance.engine.wire.WireWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * The handshake answer that carries the whole session in its lists: every other client, every room, who listens where.
 * The newcomer is not in them; it sees itself when its own ClientState comes back. Stateless. Source: sections 2 and 15.
 */
final class HandshakeLists {

    private static final int EMPTY_BYTES = 15;
    private static final int CLIENT_BYTES = 13;
    private static final int ROOM_NAME_BYTES = 2;
    private static final int ROOM_BYTES = 3;
    private static final int LISTENER_BYTES = 2;

    private HandshakeLists() {}

    /**
     * The response to {@code newcomer}, who is in the roster; null when the lists cannot say it: too many
     * bytes, a room with more listeners than a count can hold, or two rooms of one id.
     */
    static ByteString response(int session, Member newcomer, Roster roster, int maxBytes) {
        if (bytes(newcomer, roster, maxBytes) > maxBytes || !roomsAreDistinct(roster)) {
            return null;
        }
        List<ClientInfo> clients = new ArrayList<>(roster.size());
        for (Member member : roster.members()) {
            if (member != newcomer) {
                clients.add(member.info());
            }
        }
        List<String> names = new ArrayList<>(roster.rooms().size());
        List<RoomListeners> listeners = new ArrayList<>(roster.rooms().size());
        for (String room : roster.rooms()) {
            List<Integer> ids = roster.membersOf(room).stream()
                    .filter(member -> member != newcomer)
                    .map(Member::clientId)
                    .toList();
            // One that comes back is in its rooms already, alone in some.
            if (!ids.isEmpty()) {
                names.add(room);
                listeners.add(new RoomListeners(RoomId.of(room), ids));
            }
        }
        return new HandshakeResponse(session, newcomer.clientId(), clients, names, listeners).encode();
    }

    /** The size it would have; counting ends once that is above the limit, so a large session costs next to nothing. */
    private static int bytes(Member newcomer, Roster roster, int maxBytes) {
        int bytes = EMPTY_BYTES;
        for (Member member : roster.members()) {
            if (member != newcomer) {
                bytes += CLIENT_BYTES + WireWriter.utf8Length(member.name());
            }
            if (bytes > maxBytes) {
                return bytes;
            }
        }
        for (String room : roster.rooms()) {
            int listeners = roster.membersOf(room).size();
            bytes += ROOM_NAME_BYTES + WireWriter.utf8Length(room) + ROOM_BYTES + LISTENER_BYTES * listeners;
            if (bytes > maxBytes) {
                return bytes;
            }
        }
        return bytes;
    }

    private static boolean roomsAreDistinct(Roster roster) {
        BitSet ids = new BitSet();
        for (String room : roster.rooms()) {
            int id = RoomId.of(room);
            Collection<Member> listeners = roster.membersOf(room);
            if (ids.get(id) || listeners.size() > HandshakeResponse.MAX_LISTENERS_PER_ROOM) {
                return false;
            }
            ids.set(id);
        }
        return true;
    }
}

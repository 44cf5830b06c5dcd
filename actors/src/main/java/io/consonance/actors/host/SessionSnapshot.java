package io.consonance.actors.host;

import io.consonance.engine.wire.CodecSettings;
import java.util.List;

/**
 * One session at one moment: who is in it and which rooms they listen to.
 *
 * @param sessionId as the wire has it, 1 .. 0x7FFFFFFE
 * @param players by client id, ascending
 * @param rooms the names of all rooms somebody is in, sorted
 */
public record SessionSnapshot(String name, int sessionId, List<Player> players, List<String> rooms) {

    /**
     * One client of the session.
     *
     * @param clientId 0 .. 65535
     * @param muted whether the host keeps its voice from the others
     */
    public record Player(String name, int clientId, CodecSettings codec, List<String> rooms, boolean muted) {}
}

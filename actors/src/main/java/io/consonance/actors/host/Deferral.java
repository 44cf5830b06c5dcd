package io.consonance.actors.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What peers said while their session must not be changed here, in the order it came, and so much of each peer at most. What a peer said is
 * forgotten with its link. Not thread-safe; the session owns it.
 */
final class Deferral {
    /** A session stands still for a few seconds at most; nobody has more to say in that time. */
    static final int MOST_BYTES_OF_A_PEER = 256 << 10;

    /** What a command costs beside the bytes of its packet. */
    private static final int COMMAND_BYTES = 64;

    private record Deferred(long link, SessionActor.Command command) {}

    private final ArrayDeque<Deferred> commands = new ArrayDeque<>();
    private final Map<Long, Integer> bytesByLink = new HashMap<>();

    /** Keeps what a peer said with that many bytes; false where it is too much, and not kept. */
    boolean defer(long link, SessionActor.Command command, int bytes) {
        int together = bytesByLink.getOrDefault(link, 0) + bytes + COMMAND_BYTES;
        if (together > MOST_BYTES_OF_A_PEER) {
            return false;
        }
        bytesByLink.put(link, together);
        commands.add(new Deferred(link, command));
        return true;
    }

    /** The peer's link is gone, and with it whatever it wanted. */
    void forget(long link) {
        if (bytesByLink.remove(link) != null) {
            commands.removeIf(deferred -> deferred.link() == link);
        }
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** Everything that was kept, in its order; nothing is kept any more. */
    List<SessionActor.Command> take() {
        List<SessionActor.Command> all =
                commands.stream().map(Deferred::command).toList();
        commands.clear();
        bytesByLink.clear();
        return all;
    }
}

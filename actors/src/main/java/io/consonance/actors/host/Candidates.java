package io.consonance.actors.host;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the UDP of a session's peers was seen, and what was told to whom, so that nobody is told the same twice. Not
 * thread-safe; the session owns it.
 */
final class Candidates {
    private final Map<Long, InetSocketAddress> seenAt = new HashMap<>();
    private final Map<Long, Map<Long, InetSocketAddress>> told = new HashMap<>();

    /** Remembers where a link's UDP is; null when it is bound no more. */
    void seen(long link, InetSocketAddress address) {
        if (address == null) {
            seenAt.remove(link);
        } else {
            seenAt.put(link, address);
        }
    }

    /**
     * Where {@code about} is, if {@code receiver} has to be told now: both are bound and it does not know yet. Counts as told
     * from then on. Otherwise null.
     */
    InetSocketAddress tell(long receiver, long about) {
        InetSocketAddress address = seenAt.get(about);
        if (address == null || !seenAt.containsKey(receiver)) {
            return null;
        }
        InetSocketAddress before =
                told.computeIfAbsent(receiver, link -> new HashMap<>()).put(about, address);
        return address.equals(before) ? null : address;
    }

    /** A link's client left: others are told anew should it return. */
    void forgetClient(long link) {
        told.remove(link);
        told.values().forEach(known -> known.remove(link));
    }

    /** A link is gone. */
    void forgetLink(long link) {
        seenAt.remove(link);
        forgetClient(link);
    }
}

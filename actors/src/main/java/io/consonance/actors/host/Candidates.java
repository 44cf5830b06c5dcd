package io.consonance.actors.host;

import io.consonance.engine.host.Member;
import io.consonance.engine.link.LinkCandidate;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Which peers of a session are told each other's address, so that they can try to talk directly: two that are both bound by
 * UDP and share a room of at most 16 members. Beyond that number a sender would have to pay for each copy itself, so voice
 * goes through the host anyway. Nobody is told the same twice. Not thread-safe; the session owns it.
 */
final class Candidates {
    private static final int MAX_ROOM_MEMBERS = 16;

    /** Sends a packet to the peer of a link. */
    @FunctionalInterface
    interface Sender {
        void send(long link, ByteString packet);
    }

    private final Sender sender;
    private final Map<Long, InetSocketAddress> boundTo = new HashMap<>();
    private final Map<Long, Map<Long, InetSocketAddress>> told = new HashMap<>();

    Candidates(Sender sender) {
        this.sender = sender;
    }

    /** A link's UDP is bound there, or nowhere any more (null). */
    void bound(long link, InetSocketAddress address) {
        if (address == null) {
            boundTo.remove(link);
        } else {
            boundTo.put(link, address);
        }
    }

    /** The member and the others of one of its rooms are told of each other, as far as they may and need to be. */
    void offer(Member member, Collection<Member> room) {
        if (room.size() > MAX_ROOM_MEMBERS || !boundTo.containsKey(member.link())) {
            return;
        }
        for (Member other : room) {
            if (other.link() != member.link() && boundTo.containsKey(other.link())) {
                tell(member.link(), other);
                tell(other.link(), member);
            }
        }
    }

    private void tell(long receiver, Member about) {
        InetSocketAddress address = boundTo.get(about.link());
        InetSocketAddress before =
                told.computeIfAbsent(receiver, link -> new HashMap<>()).put(about.link(), address);
        if (!address.equals(before)) {
            sender.send(receiver, LinkCandidate.of(about.clientId(), address).encode());
        }
    }

    /** A link's client left its session: whoever comes by that link next is somebody else. */
    void clientLeft(long link) {
        told.remove(link);
        told.values().forEach(known -> known.remove(link));
    }

    /** A link is gone. */
    void linkClosed(long link) {
        boundTo.remove(link);
        clientLeft(link);
    }
}

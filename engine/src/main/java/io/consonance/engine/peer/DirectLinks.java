package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.DirectPathClosed;
import io.consonance.engine.peer.PeerEvent.DirectPathOpened;
import io.consonance.engine.wire.HandshakeP2P;
import java.util.ArrayList;
import java.util.List;

/**
 * Introductions between peers; section 7. An exchange takes three packets: ours, the answer, and our answer to it.
 *
 * <p>The original introduces itself over a reliable path. Ours may be UDP, so the one who opened a link repeats its
 * introduction until it is answered, and an answer that seems to have been lost is repeated a few times.
 *
 * <p>A link speaks for one client id: the first it introduces. Links that others began are forgotten with the player they
 * speak for, and there is a limit to them, for anybody can send introductions from many addresses.
 */
final class DirectLinks {

    private static final long RETRY_NANOS = 250_000_000L;
    private static final int MAX_ATTEMPTS = 20;
    /** An introduction that comes again after so long was not a third packet: our answer did not arrive. */
    private static final long REPEAT_NANOS = 1_000_000_000L;

    private static final int MAX_REPEATS = 5;

    /** Most links that others began. */
    static final int MAX_ACCEPTED = 256;

    private final Identity identity;
    private final Players players;
    /** In the order of their introductions, the latest last. */
    private final List<DirectLink> links = new ArrayList<>(0);

    private long wakeAtNanos = Long.MAX_VALUE;

    DirectLinks(Identity identity, Players players) {
        this.identity = identity;
        this.players = players;
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    void open(long nowNanos, long id, int expectedClientId, PeerOutbox out) {
        DirectLink known = find(id);
        if (known != null && known.adopt(expectedClientId)) {
            return;
        }
        close(id, out);
        DirectLink link = new DirectLink(id, expectedClientId, true);
        links.add(link);
        if (identity.joined()) {
            attempt(nowNanos, link, out);
        }
    }

    void close(long id, PeerOutbox out) {
        DirectLink link = find(id);
        if (link == null) {
            return;
        }
        links.remove(link);
        Player player = players.get(link.clientId);
        if (player != null && player.link == link) {
            player.link = null;
            out.event(new DirectPathClosed(player.name(), id));
        }
    }

    /** We have an id now: introduce ourselves over the links that were opened before. */
    void joined(long nowNanos, PeerOutbox out) {
        for (DirectLink link : links) {
            if (link.opened() && link.clientId == DirectLink.NOBODY) {
                link.attempts = 0;
                attempt(nowNanos, link, out);
            }
        }
    }

    /** The client id a link speaks for, or {@link DirectLink#NOBODY}. */
    int clientIdOf(long id) {
        DirectLink link = find(id);
        return link == null ? DirectLink.NOBODY : link.clientId;
    }

    void handleIntroduction(long nowNanos, long id, HandshakeP2P packet, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return;
        }
        if (packet.session() != identity.session()) {
            out.dropped(PeerDrop.WRONG_SESSION);
            return;
        }
        DirectLink link = find(id);
        if (link == null) {
            link = new DirectLink(id, DirectLink.NOBODY, false);
        }
        if (packet.clientId() == identity.clientId() || !link.mayIntroduce(packet.clientId())) {
            out.dropped(PeerDrop.DIRECT_FORGED);
            return;
        }
        if (!links.remove(link) && acceptedCount() >= MAX_ACCEPTED) {
            out.dropped(PeerDrop.TOO_MANY_DIRECT_LINKS);
            return;
        }
        links.add(link);
        link.clientId = packet.clientId();
        Player player = players.get(link.clientId);
        if (player == null) {
            return; // pending until the player is known
        }
        if (player.link == link) {
            answerAgain(nowNanos, link, out);
        } else {
            connect(nowNanos, player, link, out);
        }
    }

    /** The latest introduction that was waiting for this player counts. */
    void playerJoined(long nowNanos, Player player, PeerOutbox out) {
        for (int i = links.size() - 1; i >= 0; i--) {
            if (links.get(i).clientId == player.id()) {
                connect(nowNanos, player, links.get(i), out);
                return;
            }
        }
    }

    /** Its id may be somebody else's soon, so its links have to be introduced anew. */
    void playerLeaving(long nowNanos, Player player, PeerOutbox out) {
        if (player.link != null) {
            out.event(new DirectPathClosed(player.name(), player.link.id));
            player.link = null;
        }
        links.removeIf(link -> link.clientId == player.id() && !link.opened());
        for (DirectLink link : links) {
            if (link.clientId == player.id()) {
                link.beginAnew();
                link.lastSentNanos = nowNanos;
                wakeAtNanos = Math.min(wakeAtNanos, nowNanos + RETRY_NANOS);
            }
        }
    }

    /** We lost our own id: nobody is introduced any more. */
    void sessionLost() {
        links.removeIf(link -> !link.opened());
        links.forEach(DirectLink::beginAnew);
        wakeAtNanos = Long.MAX_VALUE;
    }

    /** Long.MAX_VALUE for none. */
    long wakeAtNanos() {
        return wakeAtNanos;
    }

    void handleWake(long nowNanos, PeerOutbox out) {
        if (nowNanos < wakeAtNanos) {
            return;
        }
        wakeAtNanos = Long.MAX_VALUE;
        for (DirectLink link : links) {
            if (isUnanswered(link)) {
                if (nowNanos - link.lastSentNanos >= RETRY_NANOS) {
                    attempt(nowNanos, link, out);
                } else {
                    wakeAtNanos = Math.min(wakeAtNanos, link.lastSentNanos + RETRY_NANOS);
                }
            }
        }
    }

    private void connect(long nowNanos, Player player, DirectLink link, PeerOutbox out) {
        boolean first = player.link == null;
        player.link = link;
        if (first) {
            introduce(nowNanos, link, out);
        }
        out.event(new DirectPathOpened(player.name(), link.id));
    }

    private void answerAgain(long nowNanos, DirectLink link, PeerOutbox out) {
        if (nowNanos - link.lastSentNanos >= REPEAT_NANOS && link.repeats < MAX_REPEATS) {
            link.repeats++;
            introduce(nowNanos, link, out);
        }
    }

    private void attempt(long nowNanos, DirectLink link, PeerOutbox out) {
        link.attempts++;
        introduce(nowNanos, link, out);
        if (isUnanswered(link)) {
            wakeAtNanos = Math.min(wakeAtNanos, nowNanos + RETRY_NANOS);
        }
    }

    private void introduce(long nowNanos, DirectLink link, PeerOutbox out) {
        link.lastSentNanos = nowNanos;
        out.sendDirect(link.id, new HandshakeP2P(identity.session(), identity.clientId()).encode(), true);
    }

    private int acceptedCount() {
        int count = 0;
        for (DirectLink link : links) {
            count += link.opened() ? 0 : 1;
        }
        return count;
    }

    private static boolean isUnanswered(DirectLink link) {
        return link.opened() && link.clientId == DirectLink.NOBODY && link.attempts < MAX_ATTEMPTS;
    }

    private DirectLink find(long id) {
        for (DirectLink link : links) {
            if (link.id == id) {
                return link;
            }
        }
        return null;
    }
}

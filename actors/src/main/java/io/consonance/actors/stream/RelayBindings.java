package io.consonance.actors.stream;

import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.SessionRoutes;
import io.consonance.engine.route.Speaker;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * Which address speaks for which link and which link for which client; every change is published at once. Not
 * thread-safe; the relay actor owns it. Whatever names a link that is not open does nothing. Source: {@code link.md},
 * "Sequence" 5 and 6.
 */
final class RelayBindings {

    private static final class Link {

        final LinkToken token;
        final RelayActor.Peer peer;
        final Path.Actor actorPath;
        InetSocketAddress source;
        Path path;
        int island;
        int session;
        int clientId = PublishedRoutes.NOT_JOINED;
        boolean muted;

        Link(LinkToken token, RelayActor.Peer peer) {
            this.token = token;
            this.peer = peer;
            actorPath = new Path.Actor(peer);
        }

        boolean hasJoined() {
            return clientId != PublishedRoutes.NOT_JOINED;
        }

        Speaker speaker() {
            return new Speaker(session, clientId, muted);
        }
    }

    /** How to reach a link by UDP. */
    record Binding(InetSocketAddress source, int island) {}

    private final Map<Long, Link> links = new HashMap<>();
    private final Map<InetSocketAddress, Link> bySource = new HashMap<>();
    private final PublishedRoutes published;
    private RouteTable<InetSocketAddress, Path> table;

    RelayBindings(PublishedRoutes published) {
        this.published = published;
        this.table = published.table();
    }

    /** A link that is open already is closed first. */
    void open(long linkId, ByteString token, RelayActor.Peer peer) {
        close(linkId);
        Link link = new Link(new LinkToken(linkId, token), peer);
        links.put(linkId, link);
        published.add(link.token);
    }

    void attach(long linkId, int session) {
        Link link = links.get(linkId);
        if (link != null && !link.hasJoined()) {
            link.session = session;
            routeSource(link);
            publish();
        }
    }

    void join(long linkId, int session, int clientId) {
        Link link = links.get(linkId);
        if (link == null) {
            return;
        }
        removeMember(link);
        link.session = session;
        link.clientId = clientId;
        link.muted = false;
        routeMember(link);
        routeSource(link);
        publish();
    }

    void mute(long linkId, boolean muted) {
        Link link = links.get(linkId);
        if (link != null && link.hasJoined()) {
            link.muted = muted;
            routeSource(link);
            publish();
        }
    }

    void leave(long linkId) {
        Link link = links.get(linkId);
        if (link != null) {
            removeMember(link);
            routeSource(link);
            publish();
        }
    }

    void close(long linkId) {
        Link link = links.remove(linkId);
        if (link != null) {
            published.remove(link.token);
            removeMember(link);
            unbind(link);
            publish();
        }
    }

    /**
     * The link claims this address; true if the nonce is greater than every one before. Another link that had the address
     * is told that it has none any more.
     */
    boolean claim(long linkId, InetSocketAddress source, long nonce, int island) {
        Link link = links.get(linkId);
        if (link == null || !link.token.accept(nonce)) {
            return false;
        }
        Link other = bySource.get(source);
        if (other != null && other != link) {
            unbind(other);
            routeMember(other);
            other.peer.unbound();
        }
        link.island = island;
        if (!source.equals(link.source)) {
            unbind(link);
            link.source = source;
            bySource.put(source, link);
            routeSource(link);
            routeMember(link);
        }
        publish();
        link.peer.bound(source, nonce);
        return true;
    }

    /** Null when the link is not bound. */
    Binding binding(long linkId) {
        Link link = links.get(linkId);
        return link == null || link.source == null ? null : new Binding(link.source, link.island);
    }

    /** Null when the link is not open. */
    RelayActor.Peer peer(long linkId) {
        Link link = links.get(linkId);
        return link == null ? null : link.peer;
    }

    /** The peer of the link that this address is bound to, or null. */
    RelayActor.Peer peerAt(InetSocketAddress source) {
        Link link = bySource.get(source);
        return link == null ? null : link.peer;
    }

    private void unbind(Link link) {
        if (link.source != null) {
            bySource.remove(link.source);
            table = table.withoutSource(link.source);
            link.source = null;
        }
    }

    private void routeSource(Link link) {
        if (link.source != null) {
            table = table.withSource(link.source, link.speaker());
        }
    }

    private void routeMember(Link link) {
        if (link.hasJoined()) {
            link.path = link.source == null ? link.actorPath : new Path.Udp(link.source);
            table = table.withMember(link.session, link.clientId, link.path);
        }
    }

    /** Keeps the session: the link belongs to it still. */
    private void removeMember(Link link) {
        SessionRoutes<Path> routes = table.session(link.session);
        // The client id may be another link's by now.
        if (link.hasJoined() && routes != null && routes.path(link.clientId) == link.path) {
            table = table.withoutMember(link.session, link.clientId);
        }
        link.clientId = PublishedRoutes.NOT_JOINED;
        link.path = null;
        link.muted = false;
    }

    private void publish() {
        if (published.table() != table) {
            published.publish(table);
        }
    }
}

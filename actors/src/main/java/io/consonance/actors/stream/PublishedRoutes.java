package io.consonance.actors.stream;

import io.consonance.engine.route.RouteTable;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the islands of a node read: the route table and the live tokens. The relay actor is the only writer; a new table is
 * one volatile write, and an island sees it from its next datagram on.
 */
final class PublishedRoutes {

    /** The client id of a speaker that is bound but has not joined: nobody's. */
    static final int NOT_JOINED = -1;

    private final ConcurrentHashMap<Long, LinkToken> tokens = new ConcurrentHashMap<>();
    private volatile RouteTable<InetSocketAddress, Path> table = RouteTable.empty();

    RouteTable<InetSocketAddress, Path> table() {
        return table;
    }

    void publish(RouteTable<InetSocketAddress, Path> next) {
        table = next;
    }

    /** The live token with these bytes, or null. */
    LinkToken token(long first, long second) {
        LinkToken token = tokens.get(first);
        return token != null && token.matches(first, second) ? token : null;
    }

    void add(LinkToken token) {
        tokens.put(token.first(), token);
    }

    void remove(LinkToken token) {
        tokens.remove(token.first(), token);
    }
}

package io.consonance.benchmarks.contender;

import io.consonance.engine.link.LinkBind;
import io.consonance.engine.link.LinkBound;
import io.consonance.engine.link.LinkPacket;
import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Wire;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/**
 * Who is bound where, for relays without TCP: a LinkBind's token names the session in its first four bytes and the client
 * id in the next four, and is believed. One thread.
 *
 * @param <P> what a client is reached by
 */
final class Bindings<P> {

    private static final int BIND_BYTES = 23;
    private static final int BIND = 5;

    private RouteTable<InetSocketAddress, P> routes = RouteTable.empty();

    RouteTable<InetSocketAddress, P> routes() {
        return routes;
    }

    static boolean isBind(ByteBuffer datagram, int length) {
        return length == BIND_BYTES && datagram.get(2) == BIND && Wire.magicOf(datagram, 0, length) == Wire.LINK_MAGIC;
    }

    /** Binds and gives the answer. */
    ByteString bind(InetSocketAddress source, ByteString datagram, P path) throws MalformedPacketException {
        LinkBind bind = (LinkBind) LinkPacket.decode(datagram);
        ByteBuffer token = bind.token().asByteBuffer();
        Speaker speaker = new Speaker(token.getInt(0), token.getInt(4), false);
        routes = routes.withSource(source, speaker).withMember(speaker.session(), speaker.clientId(), path);
        return new LinkBound(bind.nonce()).encode();
    }
}

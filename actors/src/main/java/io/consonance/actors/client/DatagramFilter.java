package io.consonance.actors.client;

import java.net.InetSocketAddress;

/**
 * What lies between a client and its UDP socket: decides whether, when and how often a datagram passes; for tests and
 * impairments. Called on the client's own thread; must return at once.
 */
public interface DatagramFilter {
    /** Lets everything pass at once. */
    DatagramFilter NONE = new DatagramFilter() {};

    /**
     * A datagram to {@code to} is to be sent.
     *
     * @param bytes its size
     * @param pass sends it; to be run once for every copy, now or later, on any thread, or never
     */
    default void outgoing(InetSocketAddress to, int bytes, Runnable pass) {
        pass.run();
    }

    /**
     * A datagram from {@code from} has come.
     *
     * @param bytes its size
     * @param pass hands it to the client; to be run once for every copy, now or later, on any thread, or never
     */
    default void incoming(InetSocketAddress from, int bytes, Runnable pass) {
        pass.run();
    }
}

package io.consonance.actors.client;

import java.net.InetSocketAddress;

/**
 * Decides which datagrams pass between a client and its UDP socket: for tests and impairments. Called on the client's own thread;
 * must return at once.
 */
public interface DatagramFilter {
    /** Lets everything pass. */
    DatagramFilter NONE = new DatagramFilter() {};

    /** Whether a datagram to {@code to} is sent. */
    default boolean outgoing(InetSocketAddress to) {
        return true;
    }

    /** Whether a datagram from {@code from} is received. */
    default boolean incoming(InetSocketAddress from) {
        return true;
    }
}

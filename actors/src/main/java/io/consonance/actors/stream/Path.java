package io.consonance.actors.stream;

import java.net.InetSocketAddress;

/** What a client of a session is reached by. Immutable; read by the islands' threads. */
sealed interface Path {

    /** Straight from the island's socket to the address the client's link is bound to. */
    record Udp(InetSocketAddress address) implements Path {}

    /** Through its peer's actor: by TCP, or within this process. */
    record Actor(RelayActor.Peer peer) implements Path {}
}

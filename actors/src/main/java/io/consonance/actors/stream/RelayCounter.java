package io.consonance.actors.stream;

import io.consonance.engine.route.RelayOutcome;

/**
 * What the UDP side of a node counts. A datagram that came in adds to {@link #DATAGRAMS_RECEIVED} and to exactly one of
 * the counters from {@link #RELAYS_FORWARDED} on; what was sent for it is counted apart.
 */
public enum RelayCounter {
    /** Datagrams read from the sockets. */
    DATAGRAMS_RECEIVED,
    /** Their bytes, without UDP and IP headers. */
    BYTES_RECEIVED,
    /** Datagrams the sockets took. */
    DATAGRAMS_SENT,
    /** Their bytes, without UDP and IP headers. */
    BYTES_SENT,
    /** Copies handed to the actors of peers without UDP. */
    COPIES_TO_ACTORS,
    /** Datagrams not sent because the socket would have blocked. */
    SENDS_DROPPED_WOULD_BLOCK,
    /** Datagrams the system refused to send: no route, a firewall, an address of the other family. */
    SENDS_REFUSED,
    /** Datagrams from actors not sent because too many were waiting for the island, or they were too large. */
    SENDS_DROPPED_QUEUE_FULL,
    /** Datagrams from actors not sent because the island has failed and the next one is not there yet. */
    SENDS_DROPPED_NO_ISLAND,
    /** Signals to the relay actor (claims of addresses, relays of another session) lost because it is far behind. */
    SIGNALS_DROPPED_QUEUE_FULL,
    /** Relays of another session that their peer was told of; it answers. */
    WRONG_SESSIONS_TOLD,

    /** Relays passed on to at least one client. */
    RELAYS_FORWARDED,
    /** Relays in order, with nobody to pass them on to. */
    RELAYS_WITHOUT_DESTINATION,
    /** Pings of bound peers, answered. */
    PINGS_ANSWERED,
    /** LinkBinds with a live token and a new nonce. */
    BINDS_ACCEPTED,

    /** From an address that is not bound, and no LinkBind. */
    DATAGRAMS_DROPPED_UNKNOWN_SOURCE,
    /** A LinkBind with a token no link has. */
    BINDS_DROPPED_UNKNOWN_TOKEN,
    /** A LinkBind with a nonce that is not greater than the last. */
    BINDS_DROPPED_OLD_NONCE,
    /** A LinkBind beyond the 32 of its token within a second. */
    BINDS_DROPPED_TOO_MANY,
    /** More than 1,200 bytes. */
    DATAGRAMS_DROPPED_TOO_LARGE,
    /** Neither a Dissonance nor a link packet, or too short to tell. */
    DATAGRAMS_DROPPED_UNKNOWN_MAGIC,
    /** A sealed datagram, on a link without keys. */
    DATAGRAMS_DROPPED_SEALED,
    /** A packet type that is neither relay nor known to be reliable. */
    DATAGRAMS_DROPPED_UNEXPECTED_TYPE,
    /** A packet that belongs on TCP. */
    DATAGRAMS_DROPPED_RELIABLE_TYPE,
    /** A HandshakeP2P, which goes between peers only. */
    DATAGRAMS_DROPPED_HANDSHAKE_P2P,
    /** A link packet of another carrier, another direction or an unknown type. */
    LINK_PACKETS_DROPPED_UNEXPECTED,
    /** A link packet of a known type that cannot be read. */
    LINK_PACKETS_DROPPED_MALFORMED,
    /** A relay of a bound peer that has not joined. */
    RELAYS_DROPPED_NOT_JOINED,
    /** A relay that cannot be read. */
    RELAYS_DROPPED_MALFORMED,
    /** A relay that names another session. */
    RELAYS_DROPPED_WRONG_SESSION,
    /** The packet inside cannot be read, or a receiver would not survive it. */
    RELAYS_DROPPED_INNER_MALFORMED,
    /** The packet inside is of a type an unreliable relay does not carry. */
    RELAYS_DROPPED_INNER_TYPE,
    /** The packet inside names another session. */
    RELAYS_DROPPED_INNER_SESSION,
    /** The packet inside names another sender. */
    RELAYS_DROPPED_FORGED_SENDER,
    /** Voice of a muted speaker. */
    RELAYS_DROPPED_MUTED;

    static final int COUNT = values().length;

    static RelayCounter of(RelayOutcome outcome) {
        return switch (outcome) {
            case RELAYED -> RELAYS_FORWARDED;
            case NO_DESTINATION -> RELAYS_WITHOUT_DESTINATION;
            case MALFORMED -> RELAYS_DROPPED_MALFORMED;
            case TOO_LARGE -> DATAGRAMS_DROPPED_TOO_LARGE;
            case WRONG_CARRIER -> DATAGRAMS_DROPPED_RELIABLE_TYPE;
            case WRONG_SESSION -> RELAYS_DROPPED_WRONG_SESSION;
            case INNER_MALFORMED -> RELAYS_DROPPED_INNER_MALFORMED;
            case INNER_TYPE_REFUSED -> RELAYS_DROPPED_INNER_TYPE;
            case INNER_WRONG_SESSION -> RELAYS_DROPPED_INNER_SESSION;
            case FORGED_SENDER -> RELAYS_DROPPED_FORGED_SENDER;
            case MUTED -> RELAYS_DROPPED_MUTED;
        };
    }
}

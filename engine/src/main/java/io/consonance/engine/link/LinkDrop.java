package io.consonance.engine.link;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;

/** Why a link machine dropped what it was given; its ordinal may index an array of counters. */
public enum LinkDrop {
    /** Neither a Dissonance packet nor a link packet. */
    WRONG_MAGIC,
    /** A link packet of a type that is not known here. */
    UNKNOWN_LINK_TYPE,
    /** A link packet of a known type that cannot be read. Counts as damage. */
    MALFORMED_LINK_PACKET,
    /** A link packet in the wrong direction, on the wrong carrier, or at the wrong time. */
    UNEXPECTED_LINK_PACKET,
    /** An unreliable packet above the size of a datagram, a datagram above it, or any packet above that of a frame. */
    OVERSIZED,
    /** A packet that belongs on TCP came by UDP. */
    RELIABLE_BY_UDP,
    /** Something came from the host, or was to be sent to it, before its greeting. */
    BEFORE_HELLO,
    /** More pings wait for their answer than a link remembers. */
    TOO_MANY_PINGS;

    /** Whether the link counts it as a damaged packet, of which it bears only a few a minute. */
    public boolean damage() {
        return this == MALFORMED_LINK_PACKET;
    }

    static LinkDrop of(MalformedPacketException e) {
        return e.reason() == Reason.UNKNOWN_TYPE ? UNKNOWN_LINK_TYPE : MALFORMED_LINK_PACKET;
    }
}

package io.consonance.engine.host;

import io.consonance.engine.route.RelayOutcome;

/** Why the host machine had no use for a packet; the ordinal may index an array of counters. Source: sections 5 and 15. */
public enum HostDrop {
    /** It cannot be read: truncated, a null room or name, a count beyond the data. */
    MALFORMED(true),
    /** It does not begin with the magic of Dissonance packets. */
    WRONG_MAGIC,
    /** A message type nobody knows. */
    UNKNOWN_TYPE,
    /** A message type that no client sends to a host, or one that travels between peers only. */
    UNEXPECTED_TYPE,
    /** A reliable message type that came by the unreliable carrier. */
    WRONG_CARRIER,
    /** The session id is not this session's; answered with ErrorWrongSession, at most ten times a second. */
    WRONG_SESSION,
    /** The link has not completed a handshake. */
    NOT_JOINED,
    /** The link was refused or kicked and is about to close. */
    LINK_REFUSED,
    /** The session is closed. */
    SESSION_CLOSED,
    /** A ClientState or DeltaChannelState whose id or name is not the link's own. */
    FORGED_CLIENT,
    /** A room name above the limit. */
    ROOM_NAME_TOO_LONG,
    /** More rooms than one client may be in. */
    TOO_MANY_ROOMS,
    /** An unreliable packet above 1,200 bytes. */
    TOO_LARGE,
    /** The packet inside a relay cannot be read, or receivers would not survive it. */
    INNER_MALFORMED,
    /** The packet inside a relay is of a type that this kind of relay does not carry. */
    INNER_TYPE_REFUSED,
    /** The packet inside a relay is of another session. */
    INNER_WRONG_SESSION,
    /** The packet inside a relay names another sender. */
    FORGED_SENDER,
    /** Voice of a muted client. */
    MUTED;

    private final boolean damage;

    HostDrop() {
        this(false);
    }

    HostDrop(boolean damage) {
        this.damage = damage;
    }

    /** Whether it counts towards the twenty damaged packets in a minute for which a link is closed. */
    public boolean damage() {
        return damage;
    }

    /** The reason a relay packet was dropped for, or null when it was in order. */
    static HostDrop of(RelayOutcome outcome) {
        return switch (outcome) {
            case RELAYED, NO_DESTINATION -> null;
            case MALFORMED -> MALFORMED;
            case TOO_LARGE -> TOO_LARGE;
            case WRONG_CARRIER -> WRONG_CARRIER;
            case WRONG_SESSION -> WRONG_SESSION;
            case INNER_MALFORMED -> INNER_MALFORMED;
            case INNER_TYPE_REFUSED -> INNER_TYPE_REFUSED;
            case INNER_WRONG_SESSION -> INNER_WRONG_SESSION;
            case FORGED_SENDER -> FORGED_SENDER;
            case MUTED -> MUTED;
        };
    }
}

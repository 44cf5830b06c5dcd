package io.consonance.actors.client;

/** Why a client threw something away that neither the link nor the session machine got to see. The ordinal indexes a counter. */
public enum ClientDrop {
    /** A datagram from an address that is neither the host's nor a candidate's. */
    SOURCE_UNKNOWN,
    /** A direct packet from a candidate that no ping has come back from yet, or any more. */
    DIRECT_NOT_OPEN,
    /** A direct link packet that cannot be read. */
    DIRECT_MALFORMED,
    /** A direct packet of a type that does not travel between peers, or a pong nobody waited for. */
    DIRECT_TYPE_REFUSED,
    /** A candidate whose address nobody can be reached at, or one more than a client keeps. */
    CANDIDATE_REFUSED,
    /** A datagram the socket did not take. */
    DATAGRAM_BLOCKED,
    /** An unreliable packet for which the queue towards the host had no room. */
    QUEUE_FULL
}

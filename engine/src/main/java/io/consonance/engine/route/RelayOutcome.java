package io.consonance.engine.route;

/** What became of one relay packet; its ordinal may index an array of counters. Source: section 15. */
public enum RelayOutcome {
    /** Passed on to at least one client. */
    RELAYED,
    /** In order, but nobody to pass it on to: destinations unknown, gone, or only the sender itself. */
    NO_DESTINATION,
    /** The relay packet itself cannot be read. */
    MALFORMED,
    /** An unreliable packet of more than 1,200 bytes: the relay, or the voice in it. */
    TOO_LARGE,
    /** A reliable relay where only unreliable packets may come in. */
    WRONG_CARRIER,
    /** The relay names another session than the speaker's; to be answered with ErrorWrongSession. */
    WRONG_SESSION,
    /** The inner packet has no Dissonance header, or its lengths do not add up, or a receiver would not survive it. */
    INNER_MALFORMED,
    /** The inner packet is of a type that this kind of relay does not carry. */
    INNER_TYPE_REFUSED,
    /** The inner packet names another session. */
    INNER_WRONG_SESSION,
    /** The inner packet names another sender. */
    FORGED_SENDER,
    /** Voice of a muted speaker. */
    MUTED;

    /** Whether it counts towards the damaged packets for which a link is closed. */
    public boolean damage() {
        return this == MALFORMED;
    }
}

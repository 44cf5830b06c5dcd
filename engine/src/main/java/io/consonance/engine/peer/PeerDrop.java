package io.consonance.engine.peer;

/** Why a {@link PeerSession} dropped something; the ordinal may index an array of counters. */
public enum PeerDrop {
    /** The first two bytes are not those of a Dissonance packet. */
    WRONG_MAGIC,
    /** No packet type has this number. */
    UNKNOWN_TYPE,
    /** A type that this side never handles, or not on this path, or not in this phase. */
    UNEXPECTED_TYPE,
    /** A packet that cannot be read; the original dies of it. */
    MALFORMED,
    /** A packet of another session than ours. */
    WRONG_SESSION,
    /** We have no client id yet. */
    NOT_CONNECTED,
    /** Voice or text from a client id we do not know. */
    UNKNOWN_SENDER,
    /** A change of, or a room listener with, a client id we do not know. */
    UNKNOWN_PLAYER,
    /** A text to a room we are not in. */
    TEXT_FOR_OTHER_ROOM,
    /** A text to, or wanted for, a player we do not know. */
    TEXT_FOR_UNKNOWN_PLAYER,
    /** Voice of a channel session that is over. */
    VOICE_FROM_OLD_SESSION,
    /** Voice from before the first packet of the running speech. */
    VOICE_FROM_BEFORE_START,
    /** Our encoded frame does not fit a packet that every receiver survives. */
    VOICE_TOO_LONG,
    /** Our text does not fit a packet. */
    TEXT_TOO_LONG,
    /** Voice or text over a direct link whose other end has not introduced itself. */
    DIRECT_NOT_INTRODUCED,
    /** A direct link spoke in the name of another client than it introduced. */
    DIRECT_FORGED,
    /** More direct links that others began than we remember. */
    TOO_MANY_DIRECT_LINKS
}

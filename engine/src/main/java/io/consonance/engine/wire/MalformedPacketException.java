package io.consonance.engine.wire;

/**
 * Bytes that are no packet. There is one immutable instance per {@link Reason}, without a stack trace, so that a flood of
 * damaged packets costs no more than intact ones.
 */
public final class MalformedPacketException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What was wrong; its ordinal may index an array of counters. */
    public enum Reason {
        /** The first two bytes are not the expected ones, or are missing. */
        WRONG_MAGIC,
        /** No packet has this message type, or not the one that reads it. */
        UNKNOWN_TYPE,
        /** The packet ends before its type or within a field, or a length points beyond its end. */
        TRUNCATED,
        /** A count announces more entries than the rest of the packet can hold. */
        COUNT_BEYOND_DATA,
        /** A string is null where the protocol needs one. */
        NULL_STRING,
        /** A text is addressed neither to a room nor to a player. */
        UNKNOWN_RECIPIENT_TYPE,
        /** A handshake response names a room id that no name of its list has. */
        UNKNOWN_ROOM_ID,
        /** Encoded audio above {@link VoiceData#MAX_AUDIO_BYTES}, which receivers do not survive. */
        AUDIO_TOO_LONG,
        /** A greeting in a version of the link this program does not speak. */
        UNKNOWN_VERSION,
        /** A link packet carries a number or an address outside its range. */
        VALUE_OUT_OF_RANGE;

        private final MalformedPacketException exception = new MalformedPacketException(this);
    }

    private final Reason reason;

    private MalformedPacketException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** The shared exception for {@code reason}. */
    public static MalformedPacketException of(Reason reason) {
        return reason.exception;
    }

    /** What was wrong. */
    public Reason reason() {
        return reason;
    }
}

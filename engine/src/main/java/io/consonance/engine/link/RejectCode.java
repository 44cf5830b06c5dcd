package io.consonance.engine.link;

/** Why a host does not go on with a peer. */
public enum RejectCode {
    /** The versions of the link do not fit. */
    VERSION(1),
    /** The credential is missing or wrong. */
    UNAUTHORISED(2),
    /** The host or the session takes no more peers. */
    FULL(3),
    /** The host is about to stop. */
    DRAINING(4),
    /** The peer broke the rules, or sent too many damaged packets. */
    PROTOCOL_ERROR(5),
    /** Too many connections or packets. */
    RATE_LIMITED(6),
    /** The session does not exist and is not made on request. */
    UNKNOWN_SESSION(7),
    /** Removed by a moderator or by a newer link of the same name. */
    KICKED(8),
    /** Not welcome here. */
    BANNED(9),
    /** The name is null, too long, or in use. */
    NAME_REFUSED(10),
    /** Nothing was heard for too long. */
    TIMEOUT(11),
    /** The peer takes its packets too slowly. */
    SLOW_CONSUMER(12);

    private static final RejectCode[] BY_CODE = values();

    private final int code;

    RejectCode(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The code with that number, or null when there is none. */
    public static RejectCode ofCode(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}

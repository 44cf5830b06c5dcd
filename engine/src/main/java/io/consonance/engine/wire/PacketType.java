package io.consonance.engine.wire;

/** The eleven message types of section 2, with their number on the wire. */
public enum PacketType {
    /** A client with the rooms it listens to. */
    CLIENT_STATE(1),
    /** One block of encoded voice. */
    VOICE_DATA(2),
    /** A text message. */
    TEXT_DATA(3),
    /** A client asks to join; the only type without a session id. */
    HANDSHAKE_REQUEST(4),
    /** The server admits a client. */
    HANDSHAKE_RESPONSE(5),
    /** The server names its session to somebody who used another. */
    ERROR_WRONG_SESSION(6),
    /** A packet to pass on to clients, reliably. */
    SERVER_RELAY_RELIABLE(7),
    /** A packet to pass on to clients, unreliably. */
    SERVER_RELAY_UNRELIABLE(8),
    /** A client begins or ends to listen to one room. */
    DELTA_CHANNEL_STATE(9),
    /** A client has left. */
    REMOVE_CLIENT(10),
    /** A client introduces itself over a direct path. */
    HANDSHAKE_P2P(11);

    private static final PacketType[] BY_CODE = values();

    private final int code;

    PacketType(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** Whether it travels by datagram when there is a path for them; all others need TCP. Source: {@code link.md}. */
    public boolean unreliable() {
        return switch (this) {
            case VOICE_DATA, ERROR_WRONG_SESSION, SERVER_RELAY_UNRELIABLE, HANDSHAKE_P2P -> true;
            default -> false;
        };
    }

    /** The type with that number, or null when there is none. */
    public static PacketType ofCode(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}

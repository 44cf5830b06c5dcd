package io.consonance.engine.wire;

/** Whom a {@link TextData} is for. The numbers are the opposite of the room bit in a {@link ChannelBitfield}. */
public enum RecipientType {
    /** Everybody in a room. */
    ROOM(0),
    /** One player. */
    PLAYER(1);

    private final int code;

    RecipientType(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The type with that number, or null when there is none. */
    public static RecipientType ofCode(int code) {
        return switch (code) {
            case 0 -> ROOM;
            case 1 -> PLAYER;
            default -> null;
        };
    }
}

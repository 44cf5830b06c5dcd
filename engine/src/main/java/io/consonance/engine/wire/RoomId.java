package io.consonance.engine.wire;

/** The 16-bit id of a room, a hash of its name; different rooms may have the same. Stateless; source: section 2.3. */
public final class RoomId {

    private static final int FNV_OFFSET = (int) 2166136261L;
    private static final int FNV_PRIME = 16777619;

    private RoomId() {}

    /** The id of the room with that name. Case counts, nothing is normalised, lone surrogates are hashed as they are. */
    public static int of(String roomName) {
        int hash = fnv1a(roomName);
        long mixed = (hash >>> 16) * 5791L + (hash & 0xFFFF) * 7639L;
        return (int) (mixed & 0xFFFF);
    }

    /** FNV-1a over the UTF-16 code units, high byte first. */
    static int fnv1a(String text) {
        int hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            hash = (hash ^ unit >>> 8) * FNV_PRIME;
            hash = (hash ^ unit & 0xFF) * FNV_PRIME;
        }
        return hash;
    }
}

package io.consonance.engine.wire;

/**
 * The options byte of a {@link VoiceData}: the number of the speech a packet belongs to. Stateless; source: section 2.1.
 *
 * <pre>
 * bit   meaning
 * 7     1: bits 0-6 are the channel session modulo 128 (7.1 and later); 0: bits 0-1 are it modulo 4
 * </pre>
 */
public final class VoiceOptions {

    private static final int EXTENDED = 0x80;

    private VoiceOptions() {}

    /** The options byte for a sender's session counter. */
    public static int encode(int counter) {
        return EXTENDED | counter & 0x7F;
    }

    /** Whether the sender counts its sessions in seven bits. */
    public static boolean isExtended(int options) {
        return (options & EXTENDED) != 0;
    }

    /** The session number, 0..127, whatever the format. */
    public static int channelSession(int options) {
        return options & 0x7F;
    }

    /** How far a packet's session is ahead of {@code current}, in the bits its format has; negative when it is older. */
    public static int sessionsAhead(int current, int options) {
        return WrappedDelta.of(isExtended(options) ? 7 : 2, current, channelSession(options));
    }
}

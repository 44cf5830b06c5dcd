package io.consonance.engine.wire;

/**
 * The 16 bits of one channel in a {@link VoiceData}. Stateless; source: section 2.2.
 *
 * <pre>
 * bit   meaning
 * 0     1 room, 0 player
 * 1     positional
 * 2     closing
 * 3-4   priority: 0 default, 1 low, 2 medium, 3 high
 * 5-6   session of this channel, modulo 4
 * 7     never set, ignored
 * 8-15  amplitude, 0..255 for 0.0..2.0
 * </pre>
 */
public final class ChannelBitfield {

    private static final int ROOM = 1;
    private static final int POSITIONAL = 1 << 1;
    private static final int CLOSING = 1 << 2;
    private static final int PRIORITY_SHIFT = 3;
    private static final int SESSION_SHIFT = 5;
    private static final int AMPLITUDE_SHIFT = 8;

    private ChannelBitfield() {}

    /**
     * The bits of a channel.
     *
     * @param session counter of this channel, written modulo 4 (real clients always write 0)
     * @param amplitude clamped to 0..2; not a number counts as 0
     */
    public static int encode(
            boolean room, int session, ChannelPriority priority, float amplitude, boolean positional, boolean closing) {
        return (room ? ROOM : 0)
                | (positional ? POSITIONAL : 0)
                | (closing ? CLOSING : 0)
                | priorityBits(priority) << PRIORITY_SHIFT
                | (session & 3) << SESSION_SHIFT
                | amplitudeByte(amplitude) << AMPLITUDE_SHIFT;
    }

    /** Whether the recipient is a room; otherwise it is a player. */
    public static boolean isRoom(int bitfield) {
        return (bitfield & ROOM) != 0;
    }

    /** Whether the voice is to be played where the speaker is. */
    public static boolean isPositional(int bitfield) {
        return (bitfield & POSITIONAL) != 0;
    }

    /** Whether this is the last packet of the channel. */
    public static boolean isClosing(int bitfield) {
        return (bitfield & CLOSING) != 0;
    }

    /** The priority; never {@link ChannelPriority#NONE}. */
    public static ChannelPriority priority(int bitfield) {
        return switch (bitfield >> PRIORITY_SHIFT & 3) {
            case 1 -> ChannelPriority.LOW;
            case 2 -> ChannelPriority.MEDIUM;
            case 3 -> ChannelPriority.HIGH;
            default -> ChannelPriority.DEFAULT;
        };
    }

    /** The session of this channel, 0..3. */
    public static int session(int bitfield) {
        return bitfield >> SESSION_SHIFT & 3;
    }

    /** The amplitude, 0..2. What was sent as 1.0 arrives as 1.0039216. */
    public static float amplitude(int bitfield) {
        return (bitfield >> AMPLITUDE_SHIFT & 0xFF) / 255f * 2f;
    }

    private static int priorityBits(ChannelPriority priority) {
        return switch (priority) {
            case NONE, DEFAULT -> 0;
            case LOW -> 1;
            case MEDIUM -> 2;
            case HIGH -> 3;
        };
    }

    /** In float like the original: double differs for half-way inputs. Rounds half to even. */
    private static int amplitudeByte(float amplitude) {
        if (!(amplitude > 0f)) {
            return 0;
        }
        float scaled = Math.min(amplitude, 2f) / 2f * 255f;
        return (int) Math.rint(scaled);
    }
}

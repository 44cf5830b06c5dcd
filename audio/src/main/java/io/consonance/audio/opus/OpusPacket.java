package io.consonance.audio.opus;

/** What an Opus packet tells without being decoded (RFC 6716, 3.1 and 4.2.3). */
public final class OpusPacket {

    private static final int FIRST_HYBRID = 12;
    private static final int FIRST_CELT = 16;

    private OpusPacket() {}

    /**
     * Whether a decoder can get the frame before this one out of {@code packet[offset, offset + length)}.
     *
     * <p>That is the LBRR flag, which comes after one voice activity flag for each 20 ms. Packets of several Opus frames
     * of different lengths answer false; nobody sends such voice.
     */
    public static boolean carriesCorrection(byte[] packet, int offset, int length) {
        if (length < 2) {
            return false;
        }
        int toc = packet[offset] & 0xFF;
        int configuration = toc >> 3;
        boolean oneSizeOfFrame = (toc & 3) <= 1;
        if (configuration >= FIRST_CELT || !oneSizeOfFrame) {
            return false;
        }
        int activityFlags = Math.max(1, frameMillis(configuration) / 20);
        return (packet[offset + 1] >> 7 - activityFlags & 1) != 0;
    }

    /** The duration of each Opus frame in a SILK or hybrid packet. */
    private static int frameMillis(int configuration) {
        if (configuration >= FIRST_HYBRID) {
            return (configuration & 1) == 0 ? 10 : 20;
        }
        return switch (configuration & 3) {
            case 0 -> 10;
            case 1 -> 20;
            case 2 -> 40;
            default -> 60;
        };
    }
}

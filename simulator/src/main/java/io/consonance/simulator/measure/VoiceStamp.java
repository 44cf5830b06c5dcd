package io.consonance.simulator.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * Identity and intended send time inside a voice payload, in the padding of the Opus packet, so that the payload remains
 * a packet every Opus decoder plays.
 *
 * <p>Layout of a stamped payload (RFC 6716 3.2.5, packets of code 3):
 *
 * <pre>
 * offset  size  meaning
 * 0       1     TOC byte of the original packet, frame-count code set to 3
 * 1       1     frame count as in the original, with the padding bit (0x40), and the VBR bit (0x80) if it was of code 2
 * 2       1     20: bytes of padding
 * 3       n     the original packet after its TOC byte (of code 3: after its frame-count byte), unchanged
 * 3+n     4     tag of the run, so that another run's payloads are not mistaken for ours
 * 7+n     4     speaker
 * 11+n    4     sequence of the frame in the speaker's plan
 * 15+n    8     intended send time, nanoseconds of the monotonic clock of the sending process
 * </pre>
 *
 * <p>All numbers are big-endian. Stateless.
 */
public final class VoiceStamp {

    /** Bytes of the stamp itself. */
    public static final int STAMP_BYTES = 20;

    /** What stamping adds to a packet at most. */
    public static final int OVERHEAD_BYTES = STAMP_BYTES + 2;

    private static final int TAG = 20;
    private static final int SPEAKER = 16;
    private static final int SEQUENCE = 12;
    private static final int INTENDED = 8;
    private static final int PADDING_BIT = 0x40;
    private static final int VBR_BIT = 0x80;

    private VoiceStamp() {}

    /**
     * The packet with room for a stamp at its end, all zero.
     *
     * @throws IllegalArgumentException if it is no Opus packet, or padded already
     */
    public static byte[] template(byte[] packet) {
        int code = packet.length == 0 ? -1 : packet[0] & 3;
        int skip = code == 3 ? 2 : 1;
        if (packet.length < skip || (code == 3 && (packet[1] & PADDING_BIT) != 0)) {
            throw new IllegalArgumentException("not an unpadded Opus packet");
        }
        int count = switch (code) {
            case 0 -> 1;
            case 1 -> 2;
            case 2 -> VBR_BIT | 2;
            default -> packet[1];
        };
        byte[] template = new byte[3 + packet.length - skip + STAMP_BYTES];
        template[0] = (byte) (packet[0] | 3);
        template[1] = (byte) (count | PADDING_BIT);
        template[2] = STAMP_BYTES;
        System.arraycopy(packet, skip, template, 3, packet.length - skip);
        return template;
    }

    /** A copy of the template that carries the stamp. */
    public static ByteString stamped(byte[] template, int tag, int speaker, int sequence, long intendedNanos) {
        byte[] payload = Arrays.copyOf(template, template.length);
        ByteBuffer.wrap(payload, payload.length - TAG, TAG)
                .putInt(tag)
                .putInt(speaker)
                .putInt(sequence)
                .putLong(intendedNanos);
        return ByteString.fromArrayUnsafe(payload);
    }

    /** Whether the payload carries a stamp of this run. */
    public static boolean isStamped(ByteString payload, int tag) {
        int length = payload.length();
        return length > OVERHEAD_BYTES && payload.apply(2) == STAMP_BYTES && intAt(payload, length - TAG) == tag;
    }

    /** The speaker in a stamped payload. */
    public static int speaker(ByteString payload) {
        return intAt(payload, payload.length() - SPEAKER);
    }

    /** The sequence in a stamped payload. */
    public static int sequence(ByteString payload) {
        return intAt(payload, payload.length() - SEQUENCE);
    }

    /** The intended send time in a stamped payload. */
    public static long intendedNanos(ByteString payload) {
        int at = payload.length() - INTENDED;
        return ((long) intAt(payload, at) << 32) | (intAt(payload, at + 4) & 0xffff_ffffL);
    }

    /** Without allocating: a payload's bytes may lie anywhere inside a received datagram. */
    private static int intAt(ByteString payload, int at) {
        return (payload.apply(at) & 0xff) << 24
                | (payload.apply(at + 1) & 0xff) << 16
                | (payload.apply(at + 2) & 0xff) << 8
                | (payload.apply(at + 3) & 0xff);
    }
}

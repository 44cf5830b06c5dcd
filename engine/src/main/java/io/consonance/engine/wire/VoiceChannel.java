package io.consonance.engine.wire;

/**
 * One entry of the channel list of a {@link VoiceData}: where the voice goes and how.
 *
 * @param bitfield 0..65535, read with {@link ChannelBitfield}
 * @param recipientId room id or client id, 0..65535
 */
public record VoiceChannel(int bitfield, int recipientId) {

    static final int BYTES = 4;

    /** Checks the ranges. */
    public VoiceChannel {
        FieldRange.check("bitfield", bitfield, FieldRange.U16_MAX);
        FieldRange.check("recipientId", recipientId, FieldRange.U16_MAX);
    }
}

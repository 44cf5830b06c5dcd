package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * Reads a VoiceData packet where it lies. Not thread-safe, allocates nothing; valid while the bytes of the wrapped buffer
 * stay what they were. The position, limit and mark of the buffer are neither used nor changed.
 *
 * <pre>
 * offset size
 * 0      2    8B C7
 * 2      1    2
 * 3      4    session id
 * 7      2    client id of the sender
 * 9      1    options, see {@link VoiceOptions}
 * 10     2    sequence number, wraps
 * 12     2    number of channels
 * 14     2    channel bitfield, see {@link ChannelBitfield}, for each
 *        2    channel recipient: room id or client id
 *        2    length of the audio, 0..1024
 *        n    audio: one encoded frame
 * </pre>
 */
public final class VoiceDataFlyweight {

    static final int SESSION_OFFSET = 3;
    static final int SENDER_OFFSET = 7;
    static final int OPTIONS_OFFSET = 9;
    static final int SEQUENCE_OFFSET = 10;
    static final int CHANNEL_COUNT_OFFSET = 12;
    static final int CHANNELS_OFFSET = 14;

    private ByteBuffer buffer;
    private int offset;
    private int session;
    private int senderId;
    private int options;
    private int sequence;
    private int channelCount;
    private int audioOffset;
    private int audioLength;

    /** Wraps nothing yet. */
    public VoiceDataFlyweight() {}

    /**
     * Checks the packet in {@code buffer[offset, offset + length)}, which must be big-endian, and makes it the one that is
     * read. After an exception the packet wrapped before is still there.
     */
    public VoiceDataFlyweight wrap(ByteBuffer buffer, int offset, int length) throws MalformedPacketException {
        FlyweightHeader.check(buffer, offset, length);
        if (FlyweightHeader.typeCode(buffer, offset) != PacketType.VOICE_DATA.code()) {
            throw MalformedPacketException.of(Reason.UNKNOWN_TYPE);
        }
        if (length < CHANNELS_OFFSET) {
            throw MalformedPacketException.of(Reason.TRUNCATED);
        }
        int count = Wire.u16(buffer, offset + CHANNEL_COUNT_OFFSET);
        int lengthField = CHANNELS_OFFSET + count * VoiceChannel.BYTES;
        if (lengthField > length) {
            throw MalformedPacketException.of(Reason.COUNT_BEYOND_DATA);
        }
        int audioBytes = FlyweightHeader.byteArrayLength(buffer, offset, length, lengthField);
        if (audioBytes > VoiceData.MAX_AUDIO_BYTES) {
            throw MalformedPacketException.of(Reason.AUDIO_TOO_LONG);
        }
        this.buffer = buffer;
        this.offset = offset;
        this.session = buffer.getInt(offset + SESSION_OFFSET);
        this.senderId = Wire.u16(buffer, offset + SENDER_OFFSET);
        this.options = buffer.get(offset + OPTIONS_OFFSET) & 0xFF;
        this.sequence = Wire.u16(buffer, offset + SEQUENCE_OFFSET);
        this.channelCount = count;
        this.audioOffset = offset + lengthField + 2;
        this.audioLength = audioBytes;
        return this;
    }

    /** Session id, unsigned 32 bits. */
    public int session() {
        return session;
    }

    /** Client id of the speaker. */
    public int senderId() {
        return senderId;
    }

    /** Options byte, 0..255. */
    public int options() {
        return options;
    }

    /** Sequence number, 0..65535. */
    public int sequence() {
        return sequence;
    }

    /** Number of channels. */
    public int channelCount() {
        return channelCount;
    }

    /** Bitfield and recipient of channel {@code i} in the upper and lower half, to be compared as one. */
    public int channel(int i) {
        return buffer.getInt(channelOffset(i));
    }

    /** Bitfield of channel {@code i}. */
    public int channelBitfield(int i) {
        return Wire.u16(buffer, channelOffset(i));
    }

    /** Room id or client id channel {@code i} goes to. */
    public int channelRecipient(int i) {
        return Wire.u16(buffer, channelOffset(i) + 2);
    }

    /** Where the audio begins, counted from the start of the wrapped buffer. */
    public int audioOffset() {
        return audioOffset;
    }

    /** Length of the audio in bytes. */
    public int audioLength() {
        return audioLength;
    }

    /** Length of the packet without what may follow it. */
    public int encodedBytes() {
        return encodedBytes(channelCount, audioLength);
    }

    /** How many bytes a packet with so many channels and bytes of audio has. */
    public static int encodedBytes(int channelCount, int audioBytes) {
        return CHANNELS_OFFSET + channelCount * VoiceChannel.BYTES + 2 + audioBytes;
    }

    /** A packet with the first {@code channelCount} entries of the two arrays as its channels. */
    public static ByteString encode(
            int session,
            int senderId,
            int options,
            int sequence,
            int[] bitfields,
            int[] recipients,
            int channelCount,
            ByteString audio) {
        WireWriter writer =
                new WireWriter(encodedBytes(channelCount, audio.length())).header(PacketType.VOICE_DATA, session);
        writer.u16(senderId).u8(options).u16(sequence).count16(channelCount);
        for (int i = 0; i < channelCount; i++) {
            writer.u16(bitfields[i]).u16(recipients[i]);
        }
        return writer.byteArray(audio).toByteString();
    }

    private int channelOffset(int i) {
        return offset + CHANNELS_OFFSET + Objects.checkIndex(i, channelCount) * VoiceChannel.BYTES;
    }
}

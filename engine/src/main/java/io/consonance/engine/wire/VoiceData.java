package io.consonance.engine.wire;

import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.util.ByteString;

/**
 * One frame of encoded voice with the channels it is meant for; inside a relay or between peers, unreliable. The byte
 * table is at {@link VoiceDataFlyweight}, which is what the media path uses.
 *
 * @param session unsigned 32 bits
 * @param senderId client id of the speaker, 0..65535
 * @param options 0..255, read with {@link VoiceOptions}
 * @param sequence 0..65535, wraps
 * @param channels in the order of the packet
 * @param audio one encoded frame
 */
public record VoiceData(
        int session, int senderId, int options, int sequence, List<VoiceChannel> channels, ByteString audio)
        implements Packet {

    /** What the audio buffer of a receiver holds (section 11); longer audio does not decode. */
    public static final int MAX_AUDIO_BYTES = 1024;

    /** Checks the ranges and copies the list. The audio may be longer than a receiver takes, so that tests can send it. */
    public VoiceData {
        FieldRange.check("senderId", senderId, FieldRange.U16_MAX);
        FieldRange.check("options", options, 0xFF);
        FieldRange.check("sequence", sequence, FieldRange.U16_MAX);
        channels = List.copyOf(channels);
        Objects.requireNonNull(audio, "audio");
    }

    @Override
    public PacketType type() {
        return PacketType.VOICE_DATA;
    }

    @Override
    public ByteString encode() {
        int[] bitfields = channels.stream().mapToInt(VoiceChannel::bitfield).toArray();
        int[] recipients = channels.stream().mapToInt(VoiceChannel::recipientId).toArray();
        return VoiceDataFlyweight.encode(
                session, senderId, options, sequence, bitfields, recipients, bitfields.length, audio);
    }

    static VoiceData decodeBody(WireReader reader) throws MalformedPacketException {
        int session = reader.i32();
        int senderId = reader.u16();
        int options = reader.u8();
        int sequence = reader.u16();
        int count = reader.count16(VoiceChannel.BYTES);
        List<VoiceChannel> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            channels.add(new VoiceChannel(reader.u16(), reader.u16()));
        }
        ByteString audio = reader.byteArray();
        if (audio.length() > MAX_AUDIO_BYTES) {
            throw MalformedPacketException.of(Reason.AUDIO_TOO_LONG);
        }
        return new VoiceData(session, senderId, options, sequence, channels, audio);
    }
}

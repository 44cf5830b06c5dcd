package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceDataFlyweight;
import io.consonance.engine.wire.VoiceOptions;
import org.apache.pekko.util.ByteString;

/**
 * Makes a voice packet of each encoded frame while channels are open; section 8. One packet for everybody, listing all
 * open channels.
 */
final class VoiceSender {

    private final Identity identity;
    private final ChannelList channels;
    private final Destinations destinations;
    private final Courier courier;

    private ChannelPriority defaultPriority;
    private int sequence;
    private int[] bitfields = {};
    private int[] recipients = {};

    VoiceSender(
            Identity identity,
            ChannelList channels,
            RoomIndex rooms,
            Courier courier,
            ChannelPriority defaultPriority) {
        this.identity = identity;
        this.channels = channels;
        this.destinations = new Destinations(rooms);
        this.courier = courier;
        this.defaultPriority = defaultPriority;
    }

    void setDefaultPriority(ChannelPriority priority) {
        defaultPriority = priority;
    }

    /** The counters of a new session. */
    void restart() {
        channels.restart();
        sequence = 0;
    }

    /**
     * Sends one frame; true when a packet left. A frame without destinations moves no counter. A frame whose only
     * destination is ourselves moves them all, and is not sent.
     */
    boolean send(ByteString audio, PeerOutbox out) {
        if (!identity.joined()) {
            return false;
        }
        channels.applyChanges();
        if (channels.size() == 0) {
            return false;
        }
        int innerBytes = VoiceDataFlyweight.encodedBytes(channels.size(), audio.length());
        if (audio.length() > VoiceData.MAX_AUDIO_BYTES || innerBytes > Courier.maxInnerBytes(false)) {
            out.dropped(PeerDrop.VOICE_TOO_LONG);
            return false;
        }
        destinations.update(channels);
        if (destinations.count() == 0) {
            return false;
        }
        channels.beginPacket();
        ByteString packet = encode(audio);
        sequence = sequence + 1 & 0xFFFF;
        boolean sent = courier.send(packet, false, true, destinations.ids(), destinations.count(), out);
        channels.endPacket();
        return sent;
    }

    private ByteString encode(ByteString audio) {
        int count = channels.size();
        if (bitfields.length < count) {
            bitfields = new int[count];
            recipients = new int[count];
        }
        for (int i = 0; i < count; i++) {
            ChannelList.Entry entry = channels.entry(i);
            OpenChannel channel = entry.channel();
            ChannelPriority priority = channel.priority == ChannelPriority.NONE ? defaultPriority : channel.priority;
            // Real senders never change the session of a single channel, so neither do we.
            bitfields[i] = ChannelBitfield.encode(
                    channel.room, 0, priority, channel.amplitude, channel.positional, entry.closing());
            recipients[i] = entry.recipientId();
        }
        return VoiceDataFlyweight.encode(
                identity.session(),
                identity.clientId(),
                VoiceOptions.encode(channels.session()),
                sequence,
                bitfields,
                recipients,
                count,
                audio);
    }
}

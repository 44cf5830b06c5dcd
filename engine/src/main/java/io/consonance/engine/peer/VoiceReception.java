package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.StartedSpeaking;
import io.consonance.engine.peer.PeerEvent.StoppedSpeaking;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.wire.ChannelBitfield;
import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.RecipientType;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * Turns voice packets into speeches; section 9, rule by rule. Costs per packet: a slice for the audio and the event.
 */
final class VoiceReception {

    private final Identity identity;
    private final Subscriptions subscriptions;
    private final Players players;
    private final long speechTimeoutNanos;
    private final long speakerTimeoutNanos;

    private final VoiceDataFlyweight voice = new VoiceDataFlyweight();
    /** The packet that is read; as long as the longest so far. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Those whose session is known; everybody else has nothing that could time out. */
    private final List<VoiceReceiver> active = new ArrayList<>(0);
    /** Not after the first timeout; a packet moves timeouts away, never nearer. */
    private long wakeAtNanos = Long.MAX_VALUE;

    /** The channels of the current packet that are addressed to us. */
    private int[] ourKeys = {};

    private int ourCount;
    private boolean allClosing;
    private boolean allDiffer;
    private boolean allPositional;
    private float topAmplitude;
    private ChannelPriority topPriority;

    VoiceReception(Identity identity, Subscriptions subscriptions, Players players, PeerSettings settings) {
        this.identity = identity;
        this.subscriptions = subscriptions;
        this.players = players;
        this.speechTimeoutNanos = settings.speechTimeout().toNanos();
        this.speakerTimeoutNanos = settings.speakerTimeout().toNanos();
    }

    /**
     * Handles one VoiceData packet.
     *
     * @param directSpeaker client id the packet's path speaks for, or -1 when it came by the host
     */
    void handle(long nowNanos, ByteString packet, int directSpeaker, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return;
        }
        try {
            voice.wrap(bytesOf(packet), 0, packet.length());
        } catch (MalformedPacketException e) {
            out.dropped(PeerDrop.MALFORMED);
            return;
        }
        if (voice.session() != identity.session()) {
            out.dropped(PeerDrop.WRONG_SESSION);
            return;
        }
        if (directSpeaker >= 0 && voice.senderId() != directSpeaker) {
            out.dropped(PeerDrop.DIRECT_FORGED);
            return;
        }
        Player speaker = players.get(voice.senderId());
        if (speaker == null) {
            out.dropped(PeerDrop.UNKNOWN_SENDER);
            return;
        }
        receive(nowNanos, packet, receiverOf(speaker, nowNanos, out), out);
    }

    /** Ends the speech of a player that is leaving. */
    void playerLeaving(Player player, PeerOutbox out) {
        VoiceReceiver receiver = player.voice;
        if (receiver != null) {
            stopIfOpen(receiver, out);
            active.remove(receiver);
            player.voice = null;
        }
    }

    /** Long.MAX_VALUE for none. */
    long wakeAtNanos() {
        return wakeAtNanos;
    }

    void handleWake(long nowNanos, PeerOutbox out) {
        if (nowNanos < wakeAtNanos) {
            return;
        }
        wakeAtNanos = Long.MAX_VALUE;
        active.removeIf(receiver -> {
            expire(nowNanos, receiver, out);
            if (receiver.sessionKnown()) {
                wakeAtNanos = Math.min(wakeAtNanos, deadlineOf(receiver));
                return false;
            }
            receiver.player.voice = null;
            return true;
        });
    }

    private VoiceReceiver receiverOf(Player speaker, long nowNanos, PeerOutbox out) {
        VoiceReceiver receiver = speaker.voice;
        if (receiver == null) {
            receiver = new VoiceReceiver(speaker, nowNanos);
            speaker.voice = receiver;
            active.add(receiver);
        } else {
            // Whoever drives us may be late with the wake-up; the packet must not notice.
            expire(nowNanos, receiver, out);
        }
        return receiver;
    }

    /** Copied, which takes less than the three buffers that a view of a slice is made of. */
    private ByteBuffer bytesOf(ByteString packet) {
        int length = packet.length();
        if (length > bytes.capacity()) {
            bytes = ByteBuffer.allocate(length);
        }
        packet.copyToArray(bytes.array(), 0, length);
        return bytes;
    }

    private void receive(long nowNanos, ByteString packet, VoiceReceiver receiver, PeerOutbox out) {
        int options = voice.options();
        if (!receiver.acceptsSession(options)) {
            out.dropped(PeerDrop.VOICE_FROM_OLD_SESSION);
            return;
        }
        readChannels(receiver);
        boolean forceReset = allDiffer && receiver.open();
        if (forceReset || receiver.isOtherSession(options)) {
            stopIfOpen(receiver, out);
        }
        if (!receiver.open() && !allClosing) {
            receiver.start(options, voice.sequence());
            out.event(new StartedSpeaking(receiver.player.name()));
        }
        if (receiver.open()) {
            long sequence = receiver.receive(nowNanos, voice.sequence());
            if (sequence == VoiceReceiver.DISCARD) {
                out.dropped(PeerDrop.VOICE_FROM_BEFORE_START);
            } else {
                deliver(packet, receiver, sequence, out);
                if (allClosing) {
                    stopIfOpen(receiver, out);
                }
            }
        }
        wakeAtNanos = Math.min(wakeAtNanos, deadlineOf(receiver));
    }

    /** Looks at the channels addressed to us; what it finds is in the fields above. */
    private void readChannels(VoiceReceiver receiver) {
        ourCount = 0;
        allClosing = true;
        allDiffer = true;
        allPositional = true;
        topAmplitude = 0f;
        topPriority = ChannelPriority.NONE;
        receiver.beginChannels();
        for (int i = 0; i < voice.channelCount(); i++) {
            int bitfield = voice.channelBitfield(i);
            int recipient = voice.channelRecipient(i);
            boolean room = ChannelBitfield.isRoom(bitfield);
            boolean ours = room ? subscriptions.roomWithId(recipient) != null : recipient == identity.clientId();
            if (ours) {
                int key = recipient << 8 | (room ? 1 : 0);
                addOurs(key);
                allDiffer &= receiver.channelDiffers(key, ChannelBitfield.session(bitfield));
                allClosing &= ChannelBitfield.isClosing(bitfield);
                allPositional &= ChannelBitfield.isPositional(bitfield);
                topAmplitude = Math.max(topAmplitude, ChannelBitfield.amplitude(bitfield));
                ChannelPriority priority = ChannelBitfield.priority(bitfield);
                topPriority = priority.compareTo(topPriority) > 0 ? priority : topPriority;
            }
        }
        receiver.endChannels();
    }

    private void addOurs(int key) {
        if (ourCount == ourKeys.length) {
            ourKeys = Arrays.copyOf(ourKeys, ourCount * 2 + 1);
        }
        ourKeys[ourCount++] = key;
    }

    private void deliver(ByteString packet, VoiceReceiver receiver, long sequence, PeerOutbox out) {
        ByteString audio = packet.slice(voice.audioOffset(), voice.audioOffset() + voice.audioLength());
        out.event(new VoiceReceived(
                receiver.player.name(),
                receiver.player.id(),
                sequence,
                audio,
                topAmplitude,
                topPriority,
                allPositional,
                channelsFor(receiver)));
    }

    private List<RemoteChannel> channelsFor(VoiceReceiver receiver) {
        int version = subscriptions.version();
        List<RemoteChannel> channels = receiver.knownChannels(ourKeys, ourCount, version);
        if (channels == null) {
            RemoteChannel[] made = new RemoteChannel[ourCount];
            for (int i = 0; i < ourCount; i++) {
                boolean room = (ourKeys[i] & 1) != 0;
                made[i] = room
                        ? new RemoteChannel(RecipientType.ROOM, subscriptions.roomWithId(ourKeys[i] >>> 8))
                        : new RemoteChannel(RecipientType.PLAYER, identity.name());
            }
            channels = List.of(made);
            receiver.rememberChannels(channels, ourKeys, ourCount, version);
        }
        return channels;
    }

    private void stopIfOpen(VoiceReceiver receiver, PeerOutbox out) {
        if (receiver.open()) {
            receiver.stop();
            out.event(new StoppedSpeaking(receiver.player.name()));
        }
    }

    /** Each timeout counts from the last accepted packet and is over strictly after its time. */
    private void expire(long nowNanos, VoiceReceiver receiver, PeerOutbox out) {
        long silentNanos = nowNanos - receiver.lastReceiptNanos();
        if (silentNanos > speechTimeoutNanos) {
            stopIfOpen(receiver, out);
        }
        if (silentNanos > speakerTimeoutNanos) {
            receiver.forgetSession();
        }
    }

    private long deadlineOf(VoiceReceiver receiver) {
        return receiver.lastReceiptNanos() + (receiver.open() ? speechTimeoutNanos : speakerTimeoutNanos) + 1;
    }
}

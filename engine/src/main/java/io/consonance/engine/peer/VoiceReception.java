package io.consonance.engine.peer;

import io.consonance.engine.peer.PeerEvent.StartedSpeaking;
import io.consonance.engine.peer.PeerEvent.StoppedSpeaking;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

    private final VoiceDataFlyweight flyweight = new VoiceDataFlyweight();
    /** The packet that is read; as long as the longest so far. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** Those whose session is known; everybody else has nothing that could time out. */
    private final List<VoiceReceiver> active = new ArrayList<>(0);
    /** Not after the first timeout; a packet moves timeouts away, never nearer. */
    private long wakeAtNanos = Long.MAX_VALUE;

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
            flyweight.wrap(bytesOf(packet), 0, packet.length());
        } catch (MalformedPacketException e) {
            out.dropped(PeerDrop.MALFORMED);
            return;
        }
        int audio = flyweight.audioOffset();
        handle(nowNanos, flyweight, packet.slice(audio, audio + flyweight.audioLength()), directSpeaker, out);
    }

    /** The same for a packet that has been read. */
    void handle(long nowNanos, VoiceDataFlyweight voice, ByteString audio, int directSpeaker, PeerOutbox out) {
        if (!identity.joined()) {
            out.dropped(PeerDrop.NOT_CONNECTED);
            return;
        }
        if (voice.session() != identity.session()) {
            out.dropped(PeerDrop.WRONG_SESSION);
            return;
        }
        int senderId = voice.senderId();
        if (directSpeaker >= 0 && senderId != directSpeaker) {
            out.dropped(PeerDrop.DIRECT_FORGED);
            return;
        }
        Player speaker = players.get(senderId);
        if (speaker == null) {
            out.dropped(PeerDrop.UNKNOWN_SENDER);
            return;
        }
        receive(nowNanos, voice, audio, receiverOf(speaker, nowNanos, out), out);
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

    private void receive(
            long nowNanos, VoiceDataFlyweight voice, ByteString audio, VoiceReceiver receiver, PeerOutbox out) {
        int options = voice.options();
        if (!receiver.acceptsSession(options)) {
            out.dropped(PeerDrop.VOICE_FROM_OLD_SESSION);
            return;
        }
        HeardChannels channels = receiver.channels;
        channels.read(voice, identity, subscriptions);
        boolean forceReset = channels.allDiffer() && receiver.open();
        if (forceReset || receiver.isOtherSession(options)) {
            stopIfOpen(receiver, out);
        }
        if (!receiver.open() && !channels.allClosing()) {
            receiver.start(options, voice.sequence());
            out.event(new StartedSpeaking(receiver.player.name()));
        }
        if (receiver.open()) {
            long sequence = receiver.receive(nowNanos, voice.sequence());
            if (sequence == VoiceReceiver.DISCARD) {
                out.dropped(PeerDrop.VOICE_FROM_BEFORE_START);
            } else {
                deliver(audio, receiver, sequence, out);
                if (channels.allClosing()) {
                    stopIfOpen(receiver, out);
                }
            }
        }
        wakeAtNanos = Math.min(wakeAtNanos, deadlineOf(receiver));
    }

    private void deliver(ByteString audio, VoiceReceiver receiver, long sequence, PeerOutbox out) {
        HeardChannels channels = receiver.channels;
        out.event(new VoiceReceived(
                receiver.player.name(),
                receiver.player.id(),
                sequence,
                audio,
                channels.topAmplitude(),
                channels.topPriority(),
                channels.allPositional(),
                channels.channels()));
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

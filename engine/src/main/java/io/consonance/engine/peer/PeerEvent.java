package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.RecipientType;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What a peer learned. Immutable, may be kept and passed between threads.
 *
 * <p>As in Dissonance, the local player is one of the players: its own joining, room changes and (never) leaving are
 * raised under its own name.
 */
public sealed interface PeerEvent {

    /** The host admitted us, or gave us another id or session. */
    record Joined(int session, int clientId) implements PeerEvent {}

    /** We are not in the session any more; everybody we knew leaves with the events that follow. */
    record SessionLost(LossReason reason) implements PeerEvent {}

    /** A player is in the session. */
    record PlayerJoined(String name, CodecSettings codec) implements PeerEvent {}

    /** A player is gone; it exited its rooms and stopped speaking before. */
    record PlayerLeft(String name) implements PeerEvent {}

    /** A player listens to a room. */
    record PlayerEnteredRoom(String name, String room) implements PeerEvent {}

    /** A player does not listen to a room any more. */
    record PlayerExitedRoom(String name, String room) implements PeerEvent {}

    /** A player's speech begins; the next voice of it has sequence 0. */
    record StartedSpeaking(String name) implements PeerEvent {}

    /** A player's speech is over. */
    record StoppedSpeaking(String name) implements PeerEvent {}

    /**
     * One encoded frame. Late and repeated frames come too; a jitter buffer sorts them out.
     *
     * @param player the speaker
     * @param clientId its id
     * @param sequence counts from the start of the speech; gaps are losses
     * @param audio a slice of the packet, not a copy
     * @param amplitude 0..2, the greatest of the channels
     * @param priority the greatest of the channels
     * @param positional whether all channels are
     * @param channels those that made it reach us, in the packet's order
     */
    record VoiceReceived(
            String player,
            int clientId,
            long sequence,
            ByteString audio,
            float amplitude,
            ChannelPriority priority,
            boolean positional,
            List<RemoteChannel> channels)
            implements PeerEvent {}

    /**
     * A text message.
     *
     * @param sender name of the player it comes from
     * @param recipientType whether {@code recipient} is a room or a player
     * @param recipient a room we are in, or a player (other clients may send us what is meant for somebody else)
     * @param text null when the sender sent none
     */
    record TextReceived(String sender, RecipientType recipientType, String recipient, String text)
            implements PeerEvent {}

    /** Voice and text for this player go over a direct link from now on. */
    record DirectPathOpened(String name, long directLink) implements PeerEvent {}

    /** Voice and text for this player go through the host again. */
    record DirectPathClosed(String name, long directLink) implements PeerEvent {}

    /** Why we are not in the session any more. */
    enum LossReason {
        /** The host has another session than we think; we ask to join again by ourselves. */
        WRONG_SESSION,
        /** The link to the host ended. */
        DISCONNECTED,
        /** The application left. */
        LEFT
    }
}

package io.consonance.actors.host;

import java.time.Duration;

/**
 * Something that happened in a host, told to the listener in the order it happened within a session. Immutable.
 *
 * <p>Names are those of the protocol: a player is a client by its name, {@code clientId} its number in the session (0 .. 65535).
 */
public sealed interface VoiceHostEvent {
    /** The name of the session it happened in. */
    String session();

    /** A session was made, by its first join or by the program. */
    record SessionOpened(String session, int sessionId) implements VoiceHostEvent {}

    /** A session is gone, its id with it. */
    record SessionClosed(String session, int sessionId) implements VoiceHostEvent {}

    /** A client completed its handshake. */
    record PlayerJoined(String session, String player, int clientId) implements VoiceHostEvent {}

    /** A client is gone; the others were told. */
    record PlayerLeft(String session, String player, int clientId) implements VoiceHostEvent {}

    /** A client entered a room. */
    record RoomEntered(String session, String player, String room) implements VoiceHostEvent {}

    /** A client left a room; leaving the session is not told once more as this. */
    record RoomLeft(String session, String player, String room) implements VoiceHostEvent {}

    /** A client's voice is forwarded no more, or again. */
    record PlayerMuted(String session, String player, boolean muted) implements VoiceHostEvent {}

    /** A name was banned from a session. */
    record PlayerBanned(String session, String player, Duration duration) implements VoiceHostEvent {}
}

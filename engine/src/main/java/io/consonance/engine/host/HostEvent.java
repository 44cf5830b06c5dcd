package io.consonance.engine.host;

import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.RecipientType;

/** Something that happened in a session, in the order it happened. Immutable. */
public sealed interface HostEvent {

    /** Why a client is no longer in the session. */
    enum LeaveCause {
        /** Its link ended. */
        LINK_CLOSED,
        /** Its link began anew with another handshake; ClientJoined follows. */
        HANDSHAKE_REPEATED,
        /** Another link took its name over. */
        NAME_TAKEN_OVER,
        /** It was kicked. */
        KICKED,
        /** A later handshake of its link was refused. */
        REFUSED,
        /** The session was closed. */
        SESSION_CLOSED,
        /** The session moved here and the client did not follow in time. */
        NOT_RETURNED
    }

    /** A handshake is complete; the others learn of the client by its first ClientState. */
    record ClientJoined(int clientId, String name, CodecSettings codec, long link) implements HostEvent {}

    /** A client of a saved session has its seat, and no link yet; a RoomEntered for each of its rooms follows. */
    record ClientRestored(int clientId, String name) implements HostEvent {}

    /** A restored client has come: it is where it was, under its old id. */
    record ClientReturned(int clientId, String name, CodecSettings codec, long link) implements HostEvent {}

    /** A client is gone; a RoomLeft for each of its rooms came before. */
    record ClientLeft(int clientId, String name, long link, LeaveCause cause) implements HostEvent {}

    /** A client listens to a room from now on. */
    record RoomEntered(int clientId, String room) implements HostEvent {}

    /** A client no longer listens to a room. */
    record RoomLeft(int clientId, String room) implements HostEvent {}

    /** A client's voice was silenced, or is heard again; also told when a client joins under a name that is muted. */
    record ClientMuted(int clientId, boolean muted) implements HostEvent {}

    /** A text was passed on; {@code text} may be null. */
    record TextRelayed(int clientId, RecipientType recipientType, int recipientId, String text) implements HostEvent {}

    /** For the first time in this session, a client encodes differently from the one that came first. Legal; told once. */
    record CodecsDiffer(int clientId, CodecSettings codec, CodecSettings first) implements HostEvent {}
}

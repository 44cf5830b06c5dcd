package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.RoomId;

/** A channel as the application opened it: to whom, and how it is to be heard. */
final class OpenChannel {

    final int handle;
    final boolean room;
    final String target;
    /** Only of a room; a player's id depends on who is in the session. */
    final int roomId;

    final ChannelPriority priority;
    final boolean positional;
    float amplitude;

    OpenChannel(int handle, boolean room, String target, ChannelOptions options) {
        this.handle = handle;
        this.room = room;
        this.target = target;
        this.roomId = room ? RoomId.of(target) : -1;
        this.priority = options.priority();
        this.positional = options.positional();
        this.amplitude = options.amplitude();
    }

    boolean hasTargetOf(OpenChannel other) {
        return room == other.room && target.equals(other.target);
    }
}

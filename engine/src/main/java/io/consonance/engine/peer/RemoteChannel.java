package io.consonance.engine.peer;

import io.consonance.engine.wire.RecipientType;
import java.util.Objects;

/**
 * A channel through which somebody's voice reached us.
 *
 * @param type room or player
 * @param name the room we listen to, or our own name
 */
public record RemoteChannel(RecipientType type, String name) {

    /** Neither may be null. */
    public RemoteChannel {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(name, "name");
    }
}

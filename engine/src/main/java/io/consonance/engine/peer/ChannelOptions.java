package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelPriority;
import java.util.Objects;

/**
 * How voice on a channel is to be heard.
 *
 * @param priority {@link ChannelPriority#NONE} stands for the peer's default priority at the time of sending
 * @param amplitude 0..2; what lies outside is clamped when it is sent
 * @param positional whether it is to be played where the speaker is
 */
public record ChannelOptions(ChannelPriority priority, float amplitude, boolean positional) {

    /** Priority NONE, amplitude 1, not positional. */
    public static final ChannelOptions DEFAULT = new ChannelOptions(ChannelPriority.NONE, 1f, false);

    /** The priority may not be null. */
    public ChannelOptions {
        Objects.requireNonNull(priority, "priority");
    }
}

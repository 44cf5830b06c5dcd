package io.consonance.engine.wire;

/** How important a channel is to its listeners; a speaker of higher priority silences those of lower. Section 2.2. */
public enum ChannelPriority {
    /** Nothing said; on the wire the same as {@link #DEFAULT}. */
    NONE(-2),
    /** Below normal. */
    LOW(-1),
    /** Normal. */
    DEFAULT(0),
    /** Above normal. */
    MEDIUM(1),
    /** Above everything. */
    HIGH(2);

    private final int level;

    ChannelPriority(int level) {
        this.level = level;
    }

    /** Dissonance's number for it, -2..2; higher wins. */
    public int level() {
        return level;
    }
}

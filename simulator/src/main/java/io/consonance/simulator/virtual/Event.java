package io.consonance.simulator.virtual;

import org.apache.pekko.util.ByteString;

/** One entry of an {@link EventQueue}, which owns it and uses it again. */
final class Event {

    long atNanos;
    /** Decides between those of one time. */
    long order;
    /** When the frame that the packet carries was intended to be sent. */
    long dueNanos;

    byte kind;
    int peer;
    /** Whose frame the packet carries, or -1. */
    int speaker;
    /** Of that frame in the speaker's plan; of a control packet the number of its connection. */
    int sequence;
    /** Null for events that are no arrival. */
    ByteString packet;

    boolean isBefore(Event other) {
        return atNanos < other.atNanos || atNanos == other.atNanos && order < other.order;
    }
}

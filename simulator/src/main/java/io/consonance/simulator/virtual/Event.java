package io.consonance.simulator.virtual;

import org.apache.pekko.util.ByteString;

/** One entry of an {@link EventQueue}, which owns it and uses it again. */
final class Event {

    long atNanos;
    /** Decides between those of one time. */
    long order;

    byte kind;
    int peer;
    /** Of a move its place in the plan, of a control packet its connection. */
    int number;
    /** The frame that arrives; null for everything else. */
    SpokenFrame frame;
    /** Null for events that are no arrival, and for frames at their listeners. */
    ByteString packet;

    boolean isBefore(Event other) {
        return atNanos < other.atNanos || atNanos == other.atNanos && order < other.order;
    }
}

package io.consonance.simulator.scenario;

/**
 * One peer does something. Immutable.
 *
 * @param atNanos since the talk began
 * @param target the room of {@link Action#ROOM}, the network of {@link Action#NETWORK} among those of the session; else 0
 */
public record Move(long atNanos, int peer, Action action, int target) {

    /** What a peer does. */
    public enum Action {
        /** It connects and joins the room it is meant to be in. */
        ENTER,
        /** It says goodbye and goes. */
        LEAVE,
        /** Its connection is cut. */
        DROP,
        /** It changes rooms. */
        ROOM,
        /** Its network changes. */
        NETWORK
    }
}

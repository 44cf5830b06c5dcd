package io.consonance.engine.peer;

/** One path to another peer that does not lead through the host. */
final class DirectLink {

    static final int NOBODY = -1;

    final long id;
    /** The only client id it may introduce, or {@link #NOBODY} for any. */
    final int expectedClientId;
    /** Whether we are the one who begins the introductions. */
    final boolean opened;

    /** The client id its other end introduced, or {@link #NOBODY}. */
    int clientId = NOBODY;
    /** Introductions we sent of our own accord. */
    int attempts;
    /** Introductions we answered although we knew the other end already. */
    int repeats;

    long lastSentNanos;

    DirectLink(long id, int expectedClientId, boolean opened) {
        this.id = id;
        this.expectedClientId = expectedClientId;
        this.opened = opened;
    }

    boolean mayIntroduce(int introducedId) {
        return clientId == NOBODY
                ? expectedClientId == NOBODY || expectedClientId == introducedId
                : clientId == introducedId;
    }
}

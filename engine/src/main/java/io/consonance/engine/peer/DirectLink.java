package io.consonance.engine.peer;

/** One path to another peer that does not lead through the host. */
final class DirectLink {

    static final int NOBODY = -1;

    final long id;
    /** The only client id it may introduce, or {@link #NOBODY} for any. */
    private int expectedClientId;
    /** Whether we are the one who begins the introductions. */
    private boolean opened;

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

    boolean opened() {
        return opened;
    }

    /** We wanted to open it, but its other end was faster. False when it has introduced nobody, or somebody else. */
    boolean adopt(int wantedId) {
        if (clientId == NOBODY || wantedId != NOBODY && wantedId != clientId) {
            return false;
        }
        opened = true;
        expectedClientId = wantedId;
        return true;
    }

    void beginAnew() {
        clientId = NOBODY;
        attempts = 0;
        repeats = 0;
    }

    boolean mayIntroduce(int introducedId) {
        return clientId == NOBODY
                ? expectedClientId == NOBODY || expectedClientId == introducedId
                : clientId == introducedId;
    }
}

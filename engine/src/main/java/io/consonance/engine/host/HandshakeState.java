package io.consonance.engine.host;

/** How a newcomer learns who is there. Source: section 15, "handshake answer". */
public enum HandshakeState {
    /** Lists inside the response while it stays within 1,000 bytes, packets of their own otherwise. */
    AUTO(1_000),
    /** Lists inside the response up to 60,000 bytes, packets of their own otherwise. */
    INLINE(60_000),
    /** Empty lists, then one ClientState per client, the newcomer included: what unmodified servers do. */
    SEPARATE(0);

    private final int maxResponseBytes;

    HandshakeState(int maxResponseBytes) {
        this.maxResponseBytes = maxResponseBytes;
    }

    int maxResponseBytes() {
        return maxResponseBytes;
    }
}

package io.consonance.engine.peer;

import io.consonance.engine.wire.VoiceOptions;
import io.consonance.engine.wire.WrappedDelta;

/**
 * What we remember of one speaker: whether a speech is open, its channel session, and where its sequence stands. It
 * belongs to the player entry, so a player who comes back starts clean.
 */
final class VoiceReceiver {

    /** What the sequence of a packet means. */
    static final long DISCARD = -1;

    final Player player;
    final HeardChannels channels = new HeardChannels();

    private boolean open;
    private boolean sessionKnown;
    private int session;
    private int lastSequence;
    private long localSequence;
    private long lastReceiptNanos;

    VoiceReceiver(Player player, long nowNanos) {
        this.player = player;
        this.lastReceiptNanos = nowNanos;
    }

    boolean open() {
        return open;
    }

    boolean sessionKnown() {
        return sessionKnown;
    }

    long lastReceiptNanos() {
        return lastReceiptNanos;
    }

    /** False when the packet belongs to a session before the current one. */
    boolean acceptsSession(int options) {
        if (!sessionKnown) {
            sessionKnown = true;
            session = VoiceOptions.channelSession(options);
        }
        return VoiceOptions.sessionsAhead(session, options) >= 0;
    }

    boolean isOtherSession(int options) {
        return VoiceOptions.channelSession(options) != session;
    }

    void start(int options, int sequence) {
        open = true;
        session = VoiceOptions.channelSession(options);
        localSequence = 0;
        lastSequence = sequence;
    }

    void stop() {
        open = false;
    }

    /** The next packet's session is accepted whatever it is. */
    void forgetSession() {
        sessionKnown = false;
    }

    /** The local sequence of a packet of the open speech, or {@link #DISCARD} when it is from before its start. */
    long receive(long nowNanos, int sequence) {
        int delta = WrappedDelta.of(16, lastSequence, sequence);
        if (localSequence + delta < 0) {
            return DISCARD;
        }
        localSequence += delta;
        lastSequence = sequence;
        lastReceiptNanos = nowNanos;
        return localSequence;
    }
}

package io.consonance.engine.peer;

import io.consonance.engine.wire.VoiceOptions;
import io.consonance.engine.wire.WrappedDelta;
import java.util.Arrays;
import java.util.List;

/**
 * What we remember of one speaker: whether a speech is open, its channel session, and where its sequence stands. It
 * belongs to the player entry, so a player who comes back starts clean.
 *
 * <p>Channel sessions of single channels are kept for those of the last packet that were addressed to us, which real
 * senders never change; see section 8.
 */
final class VoiceReceiver {

    /** What the sequence of a packet means. */
    static final long DISCARD = -1;

    final Player player;

    private boolean open;
    private boolean sessionKnown;
    private int session;
    private int lastSequence;
    private long localSequence;
    private long lastReceiptNanos;

    private int[] channelKeys = {};
    private byte[] channelSessions = {};
    private int channelCount;
    private int[] nextKeys = {};
    private byte[] nextSessions = {};
    private int nextCount;

    private List<RemoteChannel> channels = List.of();
    private int[] channelsKeys = {};
    private int channelsVersion;

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

    void beginChannels() {
        nextCount = 0;
    }

    /** Remembers the session of one channel; true when we remembered another one. */
    boolean channelDiffers(int key, int channelSession) {
        int repeated = indexOf(nextKeys, nextCount, key);
        if (repeated >= 0) {
            boolean differs = nextSessions[repeated] != channelSession;
            nextSessions[repeated] = (byte) channelSession;
            return differs;
        }
        if (nextCount == nextKeys.length) {
            nextKeys = Arrays.copyOf(nextKeys, nextCount * 2 + 1);
            nextSessions = Arrays.copyOf(nextSessions, nextCount * 2 + 1);
        }
        nextKeys[nextCount] = key;
        nextSessions[nextCount++] = (byte) channelSession;
        int known = indexOf(channelKeys, channelCount, key);
        return known >= 0 && channelSessions[known] != channelSession;
    }

    /** Forgets the channels that this packet did not have. */
    void endChannels() {
        int[] keys = channelKeys;
        byte[] sessions = channelSessions;
        channelKeys = nextKeys;
        channelSessions = nextSessions;
        channelCount = nextCount;
        nextKeys = keys;
        nextSessions = sessions;
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

    /** The list made for the last packet when it fits this one, otherwise null. */
    List<RemoteChannel> knownChannels(int[] keys, int count, int version) {
        if (version != channelsVersion || !Arrays.equals(channelsKeys, 0, channelsKeys.length, keys, 0, count)) {
            return null;
        }
        return channels;
    }

    void rememberChannels(List<RemoteChannel> list, int[] keys, int count, int version) {
        channels = list;
        channelsKeys = Arrays.copyOf(keys, count);
        channelsVersion = version;
    }

    private static int indexOf(int[] keys, int count, int key) {
        for (int i = 0; i < count; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }
}

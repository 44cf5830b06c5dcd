package io.consonance.actors.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * The frames on their way to one peer, bounded in bytes, with the clock that tells when the peer stopped taking any
 * ({@code link.md} 10). Not thread-safe; the peer's actor owns it.
 *
 * <p>Frames are handed to the transport in small batches, so that "taken" means that the peer takes, not that one large write
 * ended. What is with the transport still counts as queued.
 *
 * <p>What a newcomer is told of the others is as large as they make it, and comes in one go: it may go beyond the limit, once
 * until the peer has taken everything.
 */
final class SendQueue {
    private static final int BATCH_BYTES = 16 * 1024;
    private static final int PREFIX_BYTES = 2;

    private final int maxBytes;
    private final long stallNanos;
    private final ArrayDeque<ByteString> frames = new ArrayDeque<>();
    private long waitingBytes;
    private long inFlightBytes;
    private long welcomeBytes;
    private long lastTakenNanos;

    SendQueue(int maxBytes, long stallNanos) {
        this.maxBytes = maxBytes;
        this.stallNanos = stallNanos;
    }

    /** Adds a frame; false when the queue would then hold more than it may: the peer is too slow. */
    boolean offer(long nowNanos, ByteString frame) {
        if (bytes() == 0) {
            lastTakenNanos = nowNanos;
        }
        waitingBytes += frame.size() + PREFIX_BYTES;
        frames.add(frame);
        return bytes() <= maxBytes + welcomeBytes;
    }

    /** Adds what a newcomer is told; false when that is too much, because an earlier welcome is not taken yet. */
    boolean offerWelcome(long nowNanos, List<ByteString> welcome) {
        if (welcomeBytes == 0) {
            welcomeBytes = welcome.stream()
                    .mapToLong(frame -> frame.size() + PREFIX_BYTES)
                    .sum();
        }
        boolean taken = true;
        for (ByteString frame : welcome) {
            taken = offer(nowNanos, frame);
        }
        return taken;
    }

    /** Throws away everything not yet with the transport. */
    void clearWaiting() {
        frames.clear();
        waitingBytes = 0;
    }

    /** Whether something is queued that the transport does not have yet. */
    boolean hasWaiting() {
        return !frames.isEmpty();
    }

    /** The next batch for the transport; empty when there is none, or one is still in flight. */
    List<ByteString> takeBatch() {
        if (inFlightBytes > 0 || frames.isEmpty()) {
            return List.of();
        }
        List<ByteString> batch = new ArrayList<>();
        do {
            ByteString frame = frames.remove();
            batch.add(frame);
            inFlightBytes += frame.size() + PREFIX_BYTES;
        } while (!frames.isEmpty() && inFlightBytes + frames.peek().size() + PREFIX_BYTES <= BATCH_BYTES);
        waitingBytes -= inFlightBytes;
        return batch;
    }

    /** The transport passed the batch on. */
    void handleTaken(long nowNanos) {
        inFlightBytes = 0;
        lastTakenNanos = nowNanos;
        if (frames.isEmpty()) {
            welcomeBytes = 0;
        }
    }

    /** When a peer that takes nothing more is to be closed; {@link Long#MAX_VALUE} while nothing is queued. */
    long stallAtNanos() {
        return bytes() == 0 ? Long.MAX_VALUE : lastTakenNanos + stallNanos;
    }

    /** Bytes queued, those in flight and the length prefixes included. */
    long bytes() {
        return waitingBytes + inFlightBytes;
    }
}

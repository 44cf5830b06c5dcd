package io.consonance.simulator.inspect;

import io.consonance.engine.wire.Wire;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * One direction of one captured TCP connection: puts segments in order and cuts the length-prefixed frames out.
 *
 * <p>The first frame decides whether the stream speaks the link protocol at all; what does not is skipped. A hole that the
 * capture never fills ends the stream, because the next length prefix can no longer be found.
 */
final class TcpFrames {
    private static final int PREFIX_BYTES = 2;
    /** Segments kept beyond a hole; more means that the missing one was not captured. */
    private static final int MAX_WAITING_SEGMENTS = 4_096;

    private final Map<Integer, ByteString> waiting = new TreeMap<>();
    private ByteString unread = ByteString.emptyByteString();
    private int expectedSequence;
    private boolean started;
    private boolean lost;

    /** Takes the sequence number of a SYN: the stream starts one behind it. */
    void synchronise(int sequence) {
        if (!started) {
            started = true;
            expectedSequence = sequence + 1;
        }
    }

    void segment(int sequence, ByteString payload, Consumer<ByteString> frames) {
        if (lost || payload.isEmpty()) {
            return;
        }
        if (!started) {
            started = true;
            expectedSequence = sequence;
        }
        waiting.merge(sequence, payload, (a, b) -> a.length() >= b.length() ? a : b);
        if (waiting.size() > MAX_WAITING_SEGMENTS) {
            lost = true;
            waiting.clear();
            return;
        }
        while (appendNext()) {
            // Every segment may make the next one contiguous.
        }
        cut(frames);
    }

    /** True once the stream turned out to speak something else, or a hole made the rest unreadable. */
    boolean isLost() {
        return lost;
    }

    private boolean appendNext() {
        for (Map.Entry<Integer, ByteString> entry : waiting.entrySet()) {
            int behind = expectedSequence - entry.getKey();
            if (behind < 0) {
                continue;
            }
            waiting.remove(entry.getKey());
            ByteString fresh = entry.getValue().drop(behind);
            unread = unread.concat(fresh);
            expectedSequence += fresh.length();
            return true;
        }
        return false;
    }

    private void cut(Consumer<ByteString> frames) {
        while (unread.length() >= PREFIX_BYTES + 2) {
            int length = unsignedShort(0);
            if (!isKnownMagic(unsignedShort(PREFIX_BYTES))) {
                lost = true;
                unread = ByteString.emptyByteString();
                return;
            }
            if (unread.length() < PREFIX_BYTES + length) {
                return;
            }
            frames.accept(unread.slice(PREFIX_BYTES, PREFIX_BYTES + length));
            unread = unread.drop(PREFIX_BYTES + length).compact();
        }
    }

    private static boolean isKnownMagic(int magic) {
        return magic == Wire.MAGIC || magic == Wire.LINK_MAGIC;
    }

    private int unsignedShort(int index) {
        return Byte.toUnsignedInt(unread.apply(index)) << 8 | Byte.toUnsignedInt(unread.apply(index + 1));
    }
}

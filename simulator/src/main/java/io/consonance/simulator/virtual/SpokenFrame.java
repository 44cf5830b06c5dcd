package io.consonance.simulator.virtual;

import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/**
 * One frame of a speech on its way. What the host passes on is read once for all listeners, who get the same bytes. Not
 * thread-safe; one owner.
 */
final class SpokenFrame {

    private final int speaker;
    private final int sequence;
    private final long intendedNanos;
    private final VoiceDataFlyweight voice = new VoiceDataFlyweight();
    private ByteString packet;
    private ByteString audio;

    /** {@code sequence} is the frame's number in the speaker's plan, {@code intendedNanos} when it was due to be sent. */
    SpokenFrame(int speaker, int sequence, long intendedNanos) {
        this.speaker = speaker;
        this.sequence = sequence;
        this.intendedNanos = intendedNanos;
    }

    int speaker() {
        return speaker;
    }

    int sequence() {
        return sequence;
    }

    long intendedNanos() {
        return intendedNanos;
    }

    /** The host passes it on; the same packet to one listener after the other. */
    void passedOn(ByteString passed) {
        if (passed != packet) {
            packet = passed;
            try {
                voice.wrap(ByteBuffer.wrap(passed.toArrayUnsafe()), 0, passed.length());
            } catch (MalformedPacketException e) {
                throw new AssertionError("the host passed on voice that cannot be read", e);
            }
            audio = passed.slice(voice.audioOffset(), voice.audioOffset() + voice.audioLength());
        }
    }

    /** What it says to whom, once it was passed on. */
    VoiceDataFlyweight voice() {
        return voice;
    }

    /** The sound in it, once it was passed on. */
    ByteString audio() {
        return audio;
    }
}

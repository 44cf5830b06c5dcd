package io.consonance.engine.peer;

import io.consonance.engine.wire.ChannelPriority;
import io.consonance.engine.wire.CodecSettings;
import io.consonance.engine.wire.Wire;
import io.consonance.engine.wire.WireWriter;
import java.time.Duration;
import java.util.Objects;

/**
 * What a {@link PeerSession} is told at its start. The durations are those of the original; change them in tests only.
 *
 * @param name under which the others see us; unique in a session, not null
 * @param codec how we encode our voice
 * @param defaultPriority for channels opened with {@link ChannelPriority#NONE}
 * @param directText whether text uses direct links too, as in Dissonance; off where these may lose packets
 * @param handshakeRetry a handshake unanswered for longer is repeated
 * @param speechTimeout a speech without packets for longer is over
 * @param speakerTimeout a speaker silent for longer may start with any channel session
 * @param rejoinStep how much longer each rejoin after a wrong session waits than the one before
 * @param rejoinMax longest wait before a rejoin
 */
public record PeerSettings(
        String name,
        CodecSettings codec,
        ChannelPriority defaultPriority,
        boolean directText,
        Duration handshakeRetry,
        Duration speechTimeout,
        Duration speakerTimeout,
        Duration rejoinStep,
        Duration rejoinMax) {

    /** The name that fills a ClientState without rooms up to the largest frame; a host bears far less. */
    private static final int MAX_NAME_BYTES = Wire.MAX_FRAME_BYTES - 22;

    private static final Duration MAX_DURATION = Duration.ofDays(1);

    /** Refuses null, a name that no packet can carry, and durations that are not positive or above a day. */
    public PeerSettings {
        Objects.requireNonNull(name, "name");
        int nameBytes = WireWriter.utf8Length(name);
        if (nameBytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name of " + nameBytes + " UTF-8 bytes, at most " + MAX_NAME_BYTES);
        }
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(defaultPriority, "defaultPriority");
        checkDuration("handshakeRetry", handshakeRetry);
        checkDuration("speechTimeout", speechTimeout);
        checkDuration("speakerTimeout", speakerTimeout);
        checkDuration("rejoinStep", rejoinStep);
        checkDuration("rejoinMax", rejoinMax);
    }

    /** The original's behaviour under that name. */
    public static PeerSettings of(String name, CodecSettings codec) {
        return new PeerSettings(
                name,
                codec,
                ChannelPriority.DEFAULT,
                true,
                Duration.ofSeconds(2),
                Duration.ofMillis(1500),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                Duration.ofSeconds(3));
    }

    /** The same, with text over direct links or not. */
    public PeerSettings withDirectText(boolean directText) {
        return new PeerSettings(
                name,
                codec,
                defaultPriority,
                directText,
                handshakeRetry,
                speechTimeout,
                speakerTimeout,
                rejoinStep,
                rejoinMax);
    }

    private static void checkDuration(String name, Duration value) {
        if (value.isZero() || value.isNegative() || value.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed above zero, up to " + MAX_DURATION);
        }
    }
}

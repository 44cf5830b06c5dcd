package io.consonance.simulator.scenario;

import java.time.Duration;

/**
 * The Opus packets of a group. Immutable.
 *
 * @param frame 10, 20, 40 or 60 ms
 * @param bitrateBps 6,000 to 128,000
 * @param corrects whether the packets carry in-band error correction
 */
public record VoiceCodec(Duration frame, int bitrateBps, boolean corrects) {

    /** Frames of 20 ms, 24,000 bit/s, with error correction. */
    public static final VoiceCodec DEFAULT = new VoiceCodec(Duration.ofMillis(20), 24_000, true);

    /** Checks every range. */
    public VoiceCodec {
        long millis = frame.toMillis();
        Limits.require(
                frame.equals(Duration.ofMillis(millis))
                        && (millis == 10 || millis == 20 || millis == 40 || millis == 60),
                "frame",
                frame,
                "10ms, 20ms, 40ms or 60ms");
        Limits.requireWithin("bitrate", bitrateBps, 6_000, 128_000);
    }

    /** Samples per frame at 48 kHz. */
    public int frameSamples() {
        return Math.toIntExact(frame.toMillis() * 48);
    }

    /** Mean size of a packet. */
    public int payloadBytes() {
        return Math.toIntExact(Math.max(3, bitrateBps * frame.toMillis() / 8_000));
    }
}

package io.consonance.audio.capture;

import java.time.Duration;

/**
 * When the microphone is heard.
 *
 * @param gate what opens it
 * @param hangover how long it stays open after the last speech, so that words are not cut; 0 to 5 s, used by voice
 *     activity only
 */
public record CaptureSettings(Gate gate, Duration hangover) {

    private static final Duration MAX_HANGOVER = Duration.ofSeconds(5);

    /** What opens the gate between microphone and network. */
    public enum Gate {
        /** Speech. */
        VOICE_ACTIVITY,
        /** A key, or whatever else calls {@link Capture#setTalking}. */
        PUSH_TO_TALK,
        /** Always open unless muted. */
        OPEN
    }

    /** Checks the range. */
    public CaptureSettings {
        if (hangover.isNegative() || hangover.compareTo(MAX_HANGOVER) > 0) {
            throw new IllegalArgumentException("hangover " + hangover + ": use 0 to 5 s");
        }
    }

    /** The given gate; 300 ms of hang-over. */
    public static CaptureSettings of(Gate gate) {
        return new CaptureSettings(gate, Duration.ofMillis(300));
    }
}

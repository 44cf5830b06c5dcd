package io.consonance.audio.capture;

/** What may be done to a microphone's sound before it is sent. */
public enum Treatment {
    /** The loudspeaker's sound is taken out of the microphone's. */
    ECHO,
    /** Steady noise is made softer. */
    NOISE,
    /** A soft voice is made louder, a loud one is kept. */
    GAIN
}

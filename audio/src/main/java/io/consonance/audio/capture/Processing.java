package io.consonance.audio.capture;

/**
 * What may be done to the microphone's signal before it is sent: echo cancellation, noise suppression, gain control. Not
 * thread-safe; one owner.
 */
public interface Processing {

    /** Samples per block: 10 ms at 48 kHz. */
    int BLOCK_SAMPLES = 480;

    /**
     * Processes {@code pcm[0, BLOCK_SAMPLES)} in place.
     *
     * @return whether it holds speech
     */
    Activity process(short[] pcm);

    /** What a block of sound holds. */
    enum Activity {
        /** Somebody speaks. */
        SPEECH,
        /** Nobody does. */
        NOISE,
        /** No opinion; the gate's own detector decides. */
        UNKNOWN
    }

    /** Hears {@code pcm[0, BLOCK_SAMPLES)} as it goes to the loudspeaker, so that its echo can be taken out. */
    void played(short[] pcm);

    /** Leaves everything as it is. */
    static Processing none() {
        return new Processing() {
            @Override
            public Activity process(short[] pcm) {
                return Activity.UNKNOWN;
            }

            @Override
            public void played(short[] pcm) {
                // nothing to cancel
            }
        };
    }
}

package io.consonance.audio.capture;

import java.util.Set;

/**
 * What may be done to the microphone's signal before it is sent: echo cancellation, noise suppression, gain control. One
 * thread may call {@link #process}, another {@link #played}, and any {@link #close}.
 */
public interface Processing extends AutoCloseable {

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

    /** Gives back what it holds outside of Java; from then on sound stays as it is. */
    @Override
    void close();

    /**
     * WebRTC's audio processing, which the optional library {@code dev.onvoid.webrtc:webrtc-java} brings along: looked for now,
     * and needed for nothing else.
     *
     * @param treatments at least one
     * @throws ProcessingUnavailableException if it is not on the class path, or its native part cannot be loaded here
     */
    static Processing webRtc(Set<Treatment> treatments) throws ProcessingUnavailableException {
        if (treatments.isEmpty()) {
            throw new IllegalArgumentException("treatments: at least one");
        }
        WebRtcLibrary.require();
        try {
            return new WebRtcProcessing(treatments);
        } catch (LinkageError e) {
            // a native part of another version
            throw WebRtcLibrary.unavailable(e);
        }
    }

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

            @Override
            public void close() {
                // nothing held
            }
        };
    }
}

package io.consonance.audio.capture;

/** Whether webrtc-java can be used here. What keeps it from loading is remembered: Java itself tells it once only. */
final class WebRtcLibrary {

    private static final String ENTRY = "dev.onvoid.webrtc.media.audio.AudioProcessing";

    private static boolean tried;
    private static Throwable failure;

    private WebRtcLibrary() {}

    /** Loads it unless that was done before. */
    static synchronized void require() throws ProcessingUnavailableException {
        if (!tried) {
            tried = true;
            try {
                Class.forName(ENTRY);
            } catch (ClassNotFoundException | LinkageError e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw unavailable(failure);
        }
    }

    /** Says in words what this is a sign of. */
    static ProcessingUnavailableException unavailable(Throwable failure) {
        String what = failure instanceof ClassNotFoundException
                ? "is not on the class path"
                : "does not load here: " + why(failure);
        return new ProcessingUnavailableException(
                "the microphone's sound cannot be processed: webrtc-java " + what, failure);
    }

    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof NullPointerException) {
            // it looks for its native part among the resources, and is not prepared to find none
            return "there is no native part of it for this machine on the class path";
        }
        return root instanceof UnsatisfiedLinkError ? root.getMessage() : root.toString();
    }
}

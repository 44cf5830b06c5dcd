package io.consonance.audio.capture;

/** Whether webrtc-java can be used here. What keeps it from loading is remembered: Java itself tells it once only. */
final class WebRtcLibrary {

    private static final String ENTRY = "dev.onvoid.webrtc.media.audio.AudioProcessing";

    private static boolean tried;
    private static String missing;
    private static Throwable cause;

    private WebRtcLibrary() {}

    /** Loads it unless that was done before. */
    static synchronized void require() throws ProcessingUnavailableException {
        if (!tried) {
            tried = true;
            load();
        }
        if (missing != null) {
            throw new ProcessingUnavailableException(
                    "the microphone's sound cannot be processed: webrtc-java " + missing, cause);
        }
    }

    private static void load() {
        try {
            Class.forName(ENTRY);
        } catch (ClassNotFoundException e) {
            missing = "is not on the class path";
            cause = e;
        } catch (LinkageError e) {
            missing = "does not load here: " + why(e);
            cause = e;
        }
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

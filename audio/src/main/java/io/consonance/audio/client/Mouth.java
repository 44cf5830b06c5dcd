package io.consonance.audio.client;

import io.consonance.audio.capture.Capture;
import io.consonance.audio.capture.CaptureSettings;
import io.consonance.audio.capture.CaptureSink;
import io.consonance.audio.capture.Processing;
import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameEncoder;
import io.consonance.audio.opus.VoiceEncoder;
import java.util.function.IntSupplier;

/**
 * What a client says: the microphone's sound through its gate, and clips as they are, with one encoder. One owner, but for
 * {@link #setTalking}, {@link #setMuted} and what it shows.
 */
final class Mouth {

    private final VoiceEncoder encoder;
    private final Capture microphone;
    private final Capture clips;
    private final CaptureSink sink;
    private final IntSupplier expectedLossPercent;

    private volatile boolean talking;
    private volatile boolean muted;
    private volatile boolean speaking;
    private volatile double levelDb = -96;

    /** {@code processing} is for the microphone; clips are as they should be. */
    Mouth(
            EncoderSettings settings,
            Processing processing,
            CaptureSettings.Gate gate,
            CaptureSink sink,
            IntSupplier expectedLossPercent) {
        encoder = new FrameEncoder(settings);
        microphone = new Capture(encoder, processing, CaptureSettings.of(gate));
        clips = new Capture(encoder, Processing.none(), CaptureSettings.of(CaptureSettings.Gate.OPEN));
        this.sink = sink;
        this.expectedLossPercent = expectedLossPercent;
    }

    /** The button of push-to-talk. */
    void setTalking(boolean on) {
        talking = on;
    }

    /** Neither microphone nor clips are heard by anybody. */
    void setMuted(boolean on) {
        muted = on;
    }

    boolean speaking() {
        return speaking;
    }

    double levelDb() {
        return levelDb;
    }

    /** A block of the microphone. */
    void hear(short[] block) {
        microphone.setTalking(talking);
        take(microphone, block);
    }

    /** A block of a clip. */
    void speak(short[] block) {
        microphone.end(sink);
        take(clips, block);
    }

    /** Ends a speech, if there is one. */
    void finish() {
        microphone.end(sink);
        clips.end(sink);
        speaking = false;
    }

    private void take(Capture capture, short[] block) {
        levelDb = AudioStatus.levelDb(block, block.length);
        if (!capture.isOpen()) {
            encoder.setExpectedLossPercent(expectedLossPercent.getAsInt());
        }
        capture.setMuted(muted);
        capture.captured(block, 0, block.length, sink);
        speaking = capture.isOpen();
    }
}

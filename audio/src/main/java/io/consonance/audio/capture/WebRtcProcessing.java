package io.consonance.audio.capture;

import dev.onvoid.webrtc.media.audio.AudioProcessing;
import dev.onvoid.webrtc.media.audio.AudioProcessingConfig;
import dev.onvoid.webrtc.media.audio.AudioProcessingStreamConfig;
import java.util.Set;

/**
 * WebRTC's audio processing module. The only class that knows its library, which may not be there: nobody but
 * {@link Processing#webRtc} touches it, once {@link WebRtcLibrary} has said that it is. Whether somebody speaks is left to the gate, which listens to what comes out here.
 */
final class WebRtcProcessing implements Processing {

    private static final int SAMPLE_RATE_HZ = 48_000;

    private final AudioProcessingStreamConfig stream = new AudioProcessingStreamConfig(SAMPLE_RATE_HZ, 1);
    private final AudioProcessing processing = new AudioProcessing();
    private final byte[] captured = new byte[2 * BLOCK_SAMPLES];
    private final byte[] processed = new byte[2 * BLOCK_SAMPLES];
    private final byte[] played = new byte[2 * BLOCK_SAMPLES];
    private final byte[] unused = new byte[2 * BLOCK_SAMPLES];
    /** What is native is gone then: to touch it is to end the process. */
    private boolean closed;

    WebRtcProcessing(Set<Treatment> treatments) {
        AudioProcessingConfig config = new AudioProcessingConfig();
        config.echoCanceller.enabled = treatments.contains(Treatment.ECHO);
        config.noiseSuppression.enabled = treatments.contains(Treatment.NOISE);
        // what Dissonance has unless told otherwise
        config.noiseSuppression.level = AudioProcessingConfig.NoiseSuppression.Level.HIGH;
        config.gainControl.enabled = treatments.contains(Treatment.GAIN);
        config.gainControl.adaptiveDigital.enabled = treatments.contains(Treatment.GAIN);
        processing.applyConfig(config);
    }

    @Override
    public synchronized Activity process(short[] pcm) {
        if (closed) {
            return Activity.UNKNOWN;
        }
        toBytes(pcm, captured);
        if (processing.processStream(captured, stream, stream, processed) == 0) {
            for (int i = 0; i < BLOCK_SAMPLES; i++) {
                pcm[i] = (short) (processed[2 * i] & 0xFF | processed[2 * i + 1] << 8);
            }
        }
        return Activity.UNKNOWN;
    }

    @Override
    public synchronized void played(short[] pcm) {
        if (closed) {
            return;
        }
        toBytes(pcm, played);
        processing.processReverseStream(played, stream, stream, unused);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            processing.dispose();
        }
    }

    private static void toBytes(short[] pcm, byte[] bytes) {
        for (int i = 0; i < BLOCK_SAMPLES; i++) {
            bytes[2 * i] = (byte) pcm[i];
            bytes[2 * i + 1] = (byte) (pcm[i] >> 8);
        }
    }
}

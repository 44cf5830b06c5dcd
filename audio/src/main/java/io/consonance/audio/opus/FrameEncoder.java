package io.consonance.audio.opus;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusBandwidth;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;

/**
 * Encodes one speaker's 48 kHz mono frames to Opus packets, one packet per frame.
 *
 * <p>Not thread-safe; one owner. Both buffers belong to the caller and are not kept. The first call on a cold JVM takes
 * tens of milliseconds: encode something before it matters.
 */
public final class FrameEncoder {

    /** The largest voice payload the protocol carries (dissonance.md 9 and 15). */
    public static final int MAX_PACKET_BYTES = 1_024;

    private final int frameSamples;
    private final OpusEncoder encoder;

    /** An encoder with empty history. */
    public FrameEncoder(EncoderSettings settings) {
        frameSamples = settings.frameSamples();
        try {
            encoder = new OpusEncoder(FrameSizes.SAMPLE_RATE_HZ, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
        encoder.setBitrate(settings.bitrateBps());
        encoder.setComplexity(settings.complexity());
        encoder.setUseVBR(true);
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
        boolean correction = settings.expectedLossPercent() > 0;
        encoder.setUseInbandFEC(correction);
        encoder.setPacketLossPercent(settings.expectedLossPercent());
        if (correction) {
            encoder.setMaxBandwidth(OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND);
        }
    }

    /** Samples per frame, as in the settings. */
    public int frameSamples() {
        return frameSamples;
    }

    /**
     * Encodes {@code pcm[offset, offset + frameSamples)} into the start of {@code packet}.
     *
     * @return the length of the packet in bytes
     * @throws IllegalArgumentException if a buffer is too small
     */
    public int encode(short[] pcm, int offset, byte[] packet) {
        if (offset < 0 || offset > pcm.length - frameSamples) {
            throw new IllegalArgumentException("a frame takes " + frameSamples + " samples");
        }
        try {
            int limit = Math.min(packet.length, MAX_PACKET_BYTES);
            return encoder.encode(pcm, offset, frameSamples, packet, 0, limit);
        } catch (OpusException e) {
            throw new IllegalArgumentException("packet buffer of " + packet.length + " bytes", e);
        }
    }
}

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
 * tens of milliseconds: {@link VoiceCodecs#warmUp} before it matters.
 */
public final class FrameEncoder implements VoiceEncoder {

    /** The largest voice payload the protocol carries (dissonance.md 9 and 15). */
    public static final int MAX_PACKET_BYTES = 1_024;

    private static final int LEAST_CORRECTED_PERCENT = 10;

    /** Below this the encoder drops error correction rather than bandwidth, if it is let. */
    private static final int LEAST_WIDEBAND_BPS = 20_000;

    private final int frameSamples;
    private final OpusEncoder encoder;
    private final int bitrateBps;
    private int expectedLossPercent;

    /** An encoder with empty history. */
    public FrameEncoder(EncoderSettings settings) {
        frameSamples = settings.frameSamples();
        bitrateBps = settings.bitrateBps();
        try {
            encoder = new OpusEncoder(FrameSizes.SAMPLE_RATE_HZ, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
        encoder.setBitrate(settings.bitrateBps());
        encoder.setComplexity(settings.complexity());
        encoder.setUseVBR(true);
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
        expectLoss(settings.expectedLossPercent());
    }

    @Override
    public int frameSamples() {
        return frameSamples;
    }

    @Override
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

    @Override
    public void setExpectedLossPercent(int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("expectedLossPercent " + percent + ": use 0 to 100");
        }
        if (percent != expectedLossPercent) {
            expectLoss(percent);
        }
    }

    /** Where the range encoder ended, to compare with another implementation's. */
    int finalRange() {
        return encoder.getFinalRange();
    }

    /** Error correction needs a bandwidth of its own to be encoded at all, and to expect ten percent below 20 kbit/s. */
    private void expectLoss(int percent) {
        expectedLossPercent = percent;
        boolean correction = percent > 0;
        encoder.setUseInbandFEC(correction);
        encoder.setPacketLossPercent(correction ? Math.max(LEAST_CORRECTED_PERCENT, percent) : 0);
        encoder.setMaxBandwidth(
                !correction
                        ? OpusBandwidth.OPUS_BANDWIDTH_FULLBAND
                        : bitrateBps < LEAST_WIDEBAND_BPS
                                ? OpusBandwidth.OPUS_BANDWIDTH_MEDIUMBAND
                                : OpusBandwidth.OPUS_BANDWIDTH_WIDEBAND);
    }
}

package io.consonance.audio.opus;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.Arrays;

/**
 * Decodes one speaker's Opus packets to 48 kHz mono frames of one fixed size; whatever cannot be decoded is concealed.
 *
 * <p>Not thread-safe; one owner. Buffers belong to the caller and are not kept. Always decodes at 48 kHz and into its
 * own scratch array from offset 0, because the codec is silently wrong otherwise.
 */
public final class FrameDecoder implements VoiceDecoder {

    private final int frameSamples;
    private final OpusDecoder decoder;
    private final short[] scratch = new short[FrameSizes.MAX_PACKET_SAMPLES];
    private long packetsDamaged;

    /**
     * A decoder with empty history.
     *
     * @param frameSamples 480, 960, 1920 or 2880: every packet must decode to exactly this
     */
    public FrameDecoder(int frameSamples) {
        if (!FrameSizes.isVoiceFrame(frameSamples)) {
            throw new IllegalArgumentException("frameSamples " + frameSamples + ": use 480, 960, 1920 or 2880");
        }
        this.frameSamples = frameSamples;
        try {
            decoder = new OpusDecoder(FrameSizes.SAMPLE_RATE_HZ, 1);
        } catch (OpusException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public int frameSamples() {
        return frameSamples;
    }

    @Override
    public long packetsDamaged() {
        return packetsDamaged;
    }

    @Override
    public boolean decode(byte[] packet, int offset, int length, short[] pcm) {
        return run(packet, offset, length, false, pcm);
    }

    @Override
    public boolean recover(byte[] nextPacket, int offset, int length, short[] pcm) {
        return run(nextPacket, offset, length, true, pcm);
    }

    @Override
    public void conceal(short[] pcm) {
        try {
            if (decoder.decode(null, 0, 0, scratch, 0, frameSamples, false) == frameSamples) {
                System.arraycopy(scratch, 0, pcm, 0, frameSamples);
                return;
            }
        } catch (OpusException | AssertionError | RuntimeException e) {
            decoder.resetState();
        }
        Arrays.fill(pcm, 0, frameSamples, (short) 0);
    }

    @Override
    public void reset() {
        decoder.resetState();
    }

    /** Where the range decoder ended, to compare with another implementation's. */
    int finalRange() {
        return decoder.getFinalRange();
    }

    private boolean run(byte[] packet, int offset, int length, boolean correction, short[] pcm) {
        boolean good = false;
        if (length > 0) {
            try {
                int samples = correction ? frameSamples : FrameSizes.MAX_PACKET_SAMPLES;
                good = decoder.decode(packet, offset, length, scratch, 0, samples, correction) == frameSamples;
            } catch (OpusException e) {
                // a damaged packet: concealed below
            } catch (AssertionError | RuntimeException e) {
                // the codec tripped over it half way: its history is not to be trusted
                decoder.resetState();
            }
        }
        if (good) {
            System.arraycopy(scratch, 0, pcm, 0, frameSamples);
        } else {
            packetsDamaged++;
            conceal(pcm);
        }
        return good;
    }
}

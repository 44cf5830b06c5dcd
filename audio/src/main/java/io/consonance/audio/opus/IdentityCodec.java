package io.consonance.audio.opus;

import java.util.Arrays;

/**
 * The protocol's codec 0: samples as little-endian 32-bit floats, -1 to 1, for tests and for local networks with bandwidth
 * to burn.
 *
 * <p>A voice payload holds 1,024 bytes at most, so that a frame has at most {@value #MAX_FRAME_SAMPLES} samples; 240 make
 * 5 ms. Dissonance's own frame of it, 441 samples at 44.1 kHz, is 1,764 bytes: no packet of the protocol carries it, its
 * own client's included, and no receiver puts parts together. The original's byte order was not observed: it writes its machine's, which is little-endian wherever it runs.
 */
public final class IdentityCodec implements VoiceEncoder, VoiceDecoder {

    /** What fits one voice payload. */
    public static final int MAX_FRAME_SAMPLES = FrameEncoder.MAX_PACKET_BYTES / Float.BYTES;

    private static final float FULL_SCALE = 32_768;

    private final int frameSamples;
    private final short[] last;
    private long packetsDamaged;
    private boolean concealing;

    /**
     * For one direction of one speaker.
     *
     * @param frameSamples 48 to 256
     */
    public IdentityCodec(int frameSamples) {
        if (frameSamples < 48 || frameSamples > MAX_FRAME_SAMPLES) {
            throw new IllegalArgumentException(
                    "frameSamples " + frameSamples + ": the identity codec takes 48 to " + MAX_FRAME_SAMPLES);
        }
        this.frameSamples = frameSamples;
        last = new short[frameSamples];
    }

    @Override
    public int frameSamples() {
        return frameSamples;
    }

    @Override
    public int encode(short[] pcm, int offset, byte[] packet) {
        int length = frameSamples * Float.BYTES;
        if (packet.length < length) {
            throw new IllegalArgumentException("packet buffer of " + packet.length + " bytes: needs " + length);
        }
        for (int i = 0; i < frameSamples; i++) {
            int bits = Float.floatToRawIntBits(pcm[offset + i] / FULL_SCALE);
            for (int b = 0; b < Float.BYTES; b++) {
                packet[i * Float.BYTES + b] = (byte) (bits >> 8 * b);
            }
        }
        return length;
    }

    @Override
    public void setExpectedLossPercent(int percent) {
        // nothing here can be protected
    }

    @Override
    public boolean decode(byte[] packet, int offset, int length, short[] pcm) {
        if (length != frameSamples * Float.BYTES) {
            packetsDamaged++;
            conceal(pcm);
            return false;
        }
        for (int i = 0; i < frameSamples; i++) {
            int at = offset + i * Float.BYTES;
            int bits = packet[at] & 0xFF
                    | (packet[at + 1] & 0xFF) << 8
                    | (packet[at + 2] & 0xFF) << 16
                    | packet[at + 3] << 24;
            float sample = Float.intBitsToFloat(bits) * FULL_SCALE;
            // NaN becomes 0
            pcm[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample)));
        }
        System.arraycopy(pcm, 0, last, 0, frameSamples);
        concealing = false;
        return true;
    }

    @Override
    public boolean recover(byte[] nextPacket, int offset, int length, short[] pcm) {
        conceal(pcm);
        return true;
    }

    /** Fades from the last sample to silence, and stays there. */
    @Override
    public void conceal(short[] pcm) {
        int from = concealing ? 0 : last[frameSamples - 1];
        for (int i = 0; i < frameSamples; i++) {
            pcm[i] = (short) (from * (frameSamples - 1 - i) / frameSamples);
        }
        concealing = true;
    }

    @Override
    public void reset() {
        Arrays.fill(last, (short) 0);
        concealing = false;
    }

    @Override
    public long packetsDamaged() {
        return packetsDamaged;
    }
}

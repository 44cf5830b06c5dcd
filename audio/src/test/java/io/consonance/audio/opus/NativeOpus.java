package io.consonance.audio.opus;

import club.minnced.opus.util.OpusLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import tomp2p.opuswrapper.Opus;

/** One encoder and one decoder of libopus, as the reference. */
final class NativeOpus implements AutoCloseable {

    private static final int RATE = 48_000;

    private final PointerByReference encoder;
    private final PointerByReference decoder;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(FrameEncoder.MAX_PACKET_BYTES);
    private final ShortBuffer decoded =
            ByteBuffer.allocateDirect(2 * FrameSizes.MAX_PACKET_SAMPLES).asShortBuffer();

    /** Loads it where there is one for this platform, which all else here needs. */
    static boolean supported() {
        if (!OpusLibrary.isSupportedPlatform()) {
            return false;
        }
        try {
            OpusLibrary.loadFromJar();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NativeOpus(EncoderSettings settings) {
        IntBuffer error = IntBuffer.allocate(1);
        encoder = Opus.INSTANCE.opus_encoder_create(RATE, 1, Opus.OPUS_APPLICATION_VOIP, error);
        decoder = Opus.INSTANCE.opus_decoder_create(RATE, 1, error);
        set(Opus.OPUS_SET_BITRATE_REQUEST, settings.bitrateBps());
        set(Opus.OPUS_SET_COMPLEXITY_REQUEST, settings.complexity());
        set(Opus.OPUS_SET_INBAND_FEC_REQUEST, settings.expectedLossPercent() > 0 ? 1 : 0);
        set(Opus.OPUS_SET_PACKET_LOSS_PERC_REQUEST, settings.expectedLossPercent());
    }

    int encode(short[] pcm, byte[] into) {
        packet.clear();
        int length = Opus.INSTANCE.opus_encode(encoder, ShortBuffer.wrap(pcm), pcm.length, packet, packet.capacity());
        packet.get(0, into, 0, length);
        return length;
    }

    int decode(byte[] bytes, int length) {
        decoded.clear();
        return Opus.INSTANCE.opus_decode(decoder, bytes, length, decoded, FrameSizes.MAX_PACKET_SAMPLES, 0);
    }

    int encoderRange() {
        IntByReference range = new IntByReference();
        Opus.INSTANCE.opus_encoder_ctl(encoder, Opus.OPUS_GET_FINAL_RANGE_REQUEST, range);
        return range.getValue();
    }

    int decoderRange() {
        IntByReference range = new IntByReference();
        Opus.INSTANCE.opus_decoder_ctl(decoder, Opus.OPUS_GET_FINAL_RANGE_REQUEST, range);
        return range.getValue();
    }

    @Override
    public void close() {
        Opus.INSTANCE.opus_encoder_destroy(encoder);
        Opus.INSTANCE.opus_decoder_destroy(decoder);
    }

    private void set(int request, int value) {
        Opus.INSTANCE.opus_encoder_ctl(encoder, request, value);
    }
}

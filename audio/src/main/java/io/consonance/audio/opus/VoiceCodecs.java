package io.consonance.audio.opus;

import io.consonance.engine.wire.CodecSettings;

/** Codecs by what a peer says about its own in the handshake. */
public final class VoiceCodecs {

    private static final int WARM_UP_FRAMES = 100;

    private VoiceCodecs() {}

    /**
     * A decoder for what a peer with these settings sends.
     *
     * @throws IllegalArgumentException saying what cannot be decoded, and what can
     */
    public static VoiceDecoder decoder(CodecSettings settings) {
        requireWhatAPacketHolds(settings);
        requireRate(settings);
        return settings.codec() == CodecSettings.OPUS
                ? new FrameDecoder(frameSamples(settings))
                : new IdentityCodec(frameSamples(settings));
    }

    /** Opus as these settings describe it, in the form that the handshake carries. */
    public static CodecSettings settings(EncoderSettings settings) {
        return CodecSettings.opus(settings.frameSamples());
    }

    /**
     * Encodes, decodes, recovers and conceals a while and throws it all away, so that the first live frame is not the one
     * that waits for class loading and compilation: 25 to 38 ms otherwise. Takes some 100 ms on a cold JVM; to be done before
     * joining, on any thread.
     */
    public static void warmUp(EncoderSettings settings) {
        int samples = settings.frameSamples();
        FrameEncoder encoder = new FrameEncoder(settings);
        FrameDecoder decoder = new FrameDecoder(samples);
        byte[] packet = new byte[FrameEncoder.MAX_PACKET_BYTES];
        short[] pcm = new short[samples];
        for (int frame = 0; frame < WARM_UP_FRAMES; frame++) {
            for (int i = 0; i < samples; i++) {
                int t = frame * samples + i;
                // a buzz of 125 Hz with gaps: voiced, unvoiced and silent paths all get used
                pcm[i] = (short) (frame % 8 == 7 ? 0 : (t % 384 - 192) * 40 + (t * 7_919 & 0x3FF));
            }
            int length = encoder.encode(pcm, 0, packet);
            switch (frame % 4) {
                case 2 -> decoder.conceal(pcm);
                case 3 -> {
                    decoder.recover(packet, 0, length, pcm);
                    decoder.decode(packet, 0, length, pcm);
                }
                default -> decoder.decode(packet, 0, length, pcm);
            }
        }
    }

    /** A receiver wants a whole frame of every packet, so a frame that is too large cannot be sent in parts. */
    private static void requireWhatAPacketHolds(CodecSettings settings) {
        long bytes = settings.frameSamples() * Float.BYTES;
        if (settings.codec() == CodecSettings.IDENTITY && bytes > FrameEncoder.MAX_PACKET_BYTES) {
            throw new IllegalArgumentException("a frame of " + settings.frameSamples()
                    + " samples in the identity codec is " + bytes + " bytes, and a voice packet holds at most "
                    + FrameEncoder.MAX_PACKET_BYTES + ": use 48 to " + IdentityCodec.MAX_FRAME_SAMPLES
                    + " samples at 48000 Hz, or Opus");
        }
    }

    private static void requireRate(CodecSettings settings) {
        boolean known = settings.codec() == CodecSettings.OPUS || settings.codec() == CodecSettings.IDENTITY;
        if (!known || settings.sampleRateHz() != FrameSizes.SAMPLE_RATE_HZ) {
            throw new IllegalArgumentException("codec " + settings.codec() + " at " + settings.sampleRateHz()
                    + " Hz: use 0 (identity) or 1 (Opus) at 48000 Hz");
        }
    }

    private static int frameSamples(CodecSettings settings) {
        return (int) Math.min(Integer.MAX_VALUE, settings.frameSamples());
    }
}

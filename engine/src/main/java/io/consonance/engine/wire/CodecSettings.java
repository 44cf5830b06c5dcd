package io.consonance.engine.wire;

/**
 * How a client encodes its voice; nine bytes inside {@link HandshakeRequest} and {@link ClientInfo}.
 *
 * <pre>
 * offset size
 * 0      1    codec: 0 identity (raw float PCM), 1 Opus
 * 1      4    frame size in samples, unsigned
 * 5      4    sample rate in Hz, signed
 * </pre>
 *
 * @param codec 0..255
 * @param frameSamples 0..4294967295
 * @param sampleRateHz any 32-bit integer; real clients send 48000 or 44100
 */
public record CodecSettings(int codec, long frameSamples, int sampleRateHz) {

    /** Raw float PCM. */
    public static final int IDENTITY = 0;

    /** Opus, mono. */
    public static final int OPUS = 1;

    static final int BYTES = 9;

    /** Checks the ranges. */
    public CodecSettings {
        FieldRange.check("codec", codec, 0xFF);
        FieldRange.check("frameSamples", frameSamples, 0xFFFF_FFFFL);
    }

    /** Opus at 48 kHz with frames of that many samples (480, 960, 1920 or 2880 in real clients). */
    public static CodecSettings opus(int frameSamples) {
        return new CodecSettings(OPUS, frameSamples, 48_000);
    }

    static CodecSettings read(WireReader reader) throws MalformedPacketException {
        return new CodecSettings(reader.u8(), reader.u32(), reader.i32());
    }

    void write(WireWriter writer) {
        writer.u8(codec).i32((int) frameSamples).i32(sampleRateHz);
    }
}

package io.consonance.benchmarks.micro;

import io.consonance.audio.opus.EncoderSettings;
import io.consonance.audio.opus.FrameDecoder;
import io.consonance.audio.opus.FrameEncoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One frame of 20 ms at 24 kbit/s, complexity 5. The host never does this; peers and the simulator do. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class OpusBenchmark {

    private static final int FRAME_SAMPLES = 960;
    private static final int BITRATE_BPS = 24_000;
    private static final int FRAMES = 50;
    private static final double TWO_TONES = 0.03;

    private final FrameEncoder encoder = new FrameEncoder(EncoderSettings.of(FRAME_SAMPLES, BITRATE_BPS));
    private final FrameDecoder decoder = new FrameDecoder(FRAME_SAMPLES);
    private final short[] voice = new short[FRAME_SAMPLES * FRAMES];
    private final short[] decoded = new short[FRAME_SAMPLES];
    private final byte[] packet = new byte[1_275];
    private final byte[] received = new byte[1_275];
    private int receivedBytes;
    private int frame;

    /** Something that is neither silence nor noise. */
    @Setup
    public void fill() {
        for (int i = 0; i < voice.length; i++) {
            voice[i] = (short) (8_000 * Math.sin(i * TWO_TONES) * Math.sin(i * TWO_TONES / 37));
        }
        receivedBytes = encoder.encode(voice, 0, received);
    }

    /** Speech to packet. */
    @Benchmark
    public int encode() {
        frame = frame + 1 == FRAMES ? 0 : frame + 1;
        return encoder.encode(voice, frame * FRAME_SAMPLES, packet);
    }

    /** Packet to speech. */
    @Benchmark
    public boolean decode() {
        return decoder.decode(received, 0, receivedBytes, decoded);
    }
}

package io.consonance.benchmarks.micro;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A packet of 100 bytes taken out of a datagram: as an immutable string of bytes, and in a buffer used again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BufferBenchmark {

    private static final int BYTES = 100;
    private static final int OFFSET = 16;

    private final ByteBuffer datagram = ByteBuffer.allocateDirect(BYTES + OFFSET);
    private final ByteBuffer target = ByteBuffer.allocateDirect(BYTES);
    private final ByteString string = ByteString.fromArray(new byte[BYTES + OFFSET]);
    private final ByteString header = ByteString.fromArray(new byte[OFFSET]);

    /** A view of a ByteString. */
    @Benchmark
    public ByteString slice() {
        return string.slice(OFFSET, BYTES + OFFSET);
    }

    /** A ByteString of its own out of the buffer. */
    @Benchmark
    public ByteString copyToString() {
        return ByteString.fromByteBuffer(datagram.clear().position(OFFSET));
    }

    /** A header in front of a packet, in one piece. */
    @Benchmark
    public ByteString concatAndCompact() {
        return header.concat(string).compact();
    }

    /** Into a buffer that is used again. */
    @Benchmark
    public ByteBuffer copyToBuffer() {
        return target.clear().put(datagram.clear().position(OFFSET)).flip();
    }
}

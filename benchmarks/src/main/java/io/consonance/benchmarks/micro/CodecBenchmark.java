package io.consonance.benchmarks.micro;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.Packet;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
import io.consonance.engine.wire.VoiceDataFlyweight;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One voice packet, one channel, 70 bytes of audio: as a record, as a flyweight in place, and the same fields through
 * protobuf's streams and through a pooled Netty buffer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {

    private static final int CAPACITY = 256;

    private final byte[] audio = new byte[70];
    private final VoiceData voice =
            new VoiceData(0x12345678, 7, 0, 4_711, List.of(new VoiceChannel(1, 500)), ByteString.fromArray(audio));
    private final ByteString encoded = voice.encode();
    private final ByteBuffer direct = ByteBuffer.allocateDirect(CAPACITY);
    private final VoiceDataFlyweight flyweight = new VoiceDataFlyweight();
    private final byte[] scratch = new byte[CAPACITY];
    private byte[] protobuf;
    private ByteBuf netty;

    /** Fills the buffers that are read. */
    @Setup
    public void fill() throws IOException {
        encoded.copyToBuffer(direct);
        protobuf = new byte[encodeProtobuf()];
        System.arraycopy(scratch, 0, protobuf, 0, protobuf.length);
        netty = encodeNetty();
    }

    /** Gives the buffer back. */
    @TearDown
    public void release() {
        netty.release();
    }

    /** Our record to bytes. */
    @Benchmark
    public ByteString encodeRecord() {
        return voice.encode();
    }

    /** Bytes to our record. */
    @Benchmark
    public Packet decodeRecord() throws MalformedPacketException {
        return Packet.decode(encoded);
    }

    /** What the relay does: checks the packet where it lies and reads four fields. */
    @Benchmark
    public int readFlyweight() throws MalformedPacketException {
        flyweight.wrap(direct, 0, encoded.length());
        return flyweight.session() + flyweight.senderId() + flyweight.sequence() + flyweight.audioLength();
    }

    /** The same fields with protobuf tags, into an array used again. */
    @Benchmark
    public int encodeProtobuf() throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(scratch);
        out.writeFixed32(1, voice.session());
        out.writeUInt32(2, voice.senderId());
        out.writeUInt32(3, voice.options());
        out.writeUInt32(4, voice.sequence());
        out.writeUInt32(5, voice.channels().get(0).bitfield());
        out.writeUInt32(6, voice.channels().get(0).recipientId());
        out.writeByteArray(7, audio);
        return out.getTotalBytesWritten();
    }

    /** Reads them back into a record of ours. */
    @Benchmark
    public VoiceData decodeProtobuf() throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(protobuf);
        int[] fields = new int[7];
        byte[] bytes = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            switch (field) {
                case 1 -> fields[1] = in.readFixed32();
                case 7 -> bytes = in.readByteArray();
                default -> fields[field] = in.readUInt32();
            }
        }
        return new VoiceData(
                fields[1],
                fields[2],
                fields[3],
                fields[4],
                List.of(new VoiceChannel(fields[5], fields[6])),
                ByteString.fromArrayUnsafe(bytes));
    }

    /** Our layout into a pooled buffer of Netty's, given back. */
    @Benchmark
    public int encodeNettyPooled() {
        ByteBuf buffer = encodeNetty();
        int length = buffer.readableBytes();
        buffer.release();
        return length;
    }

    private ByteBuf encodeNetty() {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(CAPACITY);
        buffer.writeShort(0x8BC7).writeByte(2).writeInt(voice.session()).writeShort(voice.senderId());
        buffer.writeByte(voice.options()).writeShort(voice.sequence()).writeShort(1);
        buffer.writeShort(voice.channels().get(0).bitfield())
                .writeShort(voice.channels().get(0).recipientId());
        return buffer.writeShort(audio.length).writeBytes(audio);
    }

    /** The same four fields out of Netty's buffer, without our checks. */
    @Benchmark
    public int readNetty() {
        return netty.getInt(3) + netty.getUnsignedShort(7) + netty.getUnsignedShort(10) + netty.getUnsignedShort(18);
    }
}

package io.consonance.benchmarks.micro;

import io.consonance.engine.route.Relay;
import io.consonance.engine.route.RelayOutcome;
import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.ServerRelayFlyweight;
import io.consonance.engine.wire.VoiceChannel;
import io.consonance.engine.wire.VoiceData;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Everything the host decides about one voice datagram, without the socket. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RelayBenchmark {

    private static final int SESSION = 0x12345678;

    /** Copies of each packet. */
    @Param({"1", "8", "32"})
    public int copies;

    private final Relay<Integer> relay = new Relay<>(false);
    private final Speaker speaker = new Speaker(SESSION, 0, false);
    private RouteTable<Integer, Integer> table = RouteTable.empty();
    private ByteBuffer datagram;
    private int length;
    private int forwarded;
    private final Relay.Sink<Integer> sink = (path, buffer, offset, bytes, reliable) -> forwarded += path;

    /** Makes the session and the datagram. */
    @Setup
    public void fill() {
        int[] ids = new int[copies];
        for (int i = 0; i < copies; i++) {
            ids[i] = i + 1;
            table = table.withMember(SESSION, i + 1, i);
        }
        ByteString voice = new VoiceData(
                        SESSION, 0, 0, 1, List.of(new VoiceChannel(1, 500)), ByteString.fromArray(new byte[70]))
                .encode();
        ByteString packet = ServerRelayFlyweight.encode(false, SESSION, ids, 0, copies, voice);
        length = packet.length();
        datagram = ByteBuffer.allocateDirect(length);
        packet.copyToBuffer(datagram);
    }

    /** One datagram. */
    @Benchmark
    public RelayOutcome relay() {
        return relay.relay(speaker, table.session(SESSION), false, datagram, 0, length, sink);
    }
}

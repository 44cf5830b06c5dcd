package io.consonance.benchmarks.micro;

import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
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

/** The table every datagram is looked up in, and what a peer that comes or goes costs. Rooms of eight sessions' size. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouteTableBenchmark {

    private static final int SESSION_PEERS = 8;
    private static final int FIRST_PORT = 1_024;

    /** Peers on the node. */
    @Param({"64", "2000", "50000"})
    public int peers;

    private RouteTable<InetSocketAddress, Integer> table = RouteTable.empty();
    private InetSocketAddress[] sources;
    private InetSocketAddress newcomer;
    private int next;

    /** Fills the table. */
    @Setup
    public void fill() {
        sources = new InetSocketAddress[peers];
        for (int i = 0; i < peers; i++) {
            sources[i] = new InetSocketAddress("127.0.0.1", FIRST_PORT + i);
            int session = i / SESSION_PEERS;
            table = table.withMember(session, i % SESSION_PEERS, i)
                    .withSource(sources[i], new Speaker(session, i % SESSION_PEERS, false));
        }
        newcomer = new InetSocketAddress("127.0.0.2", FIRST_PORT);
    }

    /** Who is it, and where is the first of its session. */
    @Benchmark
    public Integer lookUp() {
        next = next + 1 == peers ? 0 : next + 1;
        Speaker speaker = table.speakerAt(sources[next]);
        return table.session(speaker.session()).path(0);
    }

    /** The tables of one peer that comes and goes. */
    @Benchmark
    public RouteTable<InetSocketAddress, Integer> comeAndGo() {
        return table.withMember(0, 100, 1)
                .withSource(newcomer, new Speaker(0, 100, false))
                .withoutSource(newcomer)
                .withoutMember(0, 100);
    }
}

package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.consonance.actors.host.VoiceHost;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the running host's media thread allocates, by the JVM's own counters. The limits are the project's promise. */
@EnabledOnOs(OS.LINUX)
class HostAllocationIT {

    private static final int WARM_UP = 10_000;
    private static final int PACKETS = 4_000;

    /** All of it is the source address as the JDK's channel makes it. */
    private static final double MOST_BYTES_PER_RECEIVE = 120;

    /** What the once-a-second report adds, spread over the packets; one object per packet would be 16 or more. */
    private static final double REPORT_BYTES = 1;

    /** The same, for a longer run; one object per send would be 16 or more. */
    private static final double REPORT_BYTES_PER_SEND = 0.5;

    private static final int MANY_COPIES = 32;

    private static VoiceHost host;
    private static Peers fewPeers;
    private static Peers manyPeers;
    private static SocketLoad few;
    private static SocketLoad many;

    @BeforeAll
    static void start() throws Exception {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
        fewPeers = new LinkPeers(host.address(), true, 1);
        manyPeers = new LinkPeers(host.address(), true, MANY_COPIES);
        few = new SocketLoad(fewPeers);
        many = new SocketLoad(manyPeers);
        few.exchange(WARM_UP);
        many.exchange(WARM_UP / 4);
    }

    @AfterAll
    static void stop() throws Exception {
        few.close();
        many.close();
        fewPeers.close();
        manyPeers.close();
        host.close();
    }

    @Test
    void shouldAllocatePerReceiveNoMoreThanTheSourceAddress() throws Exception {
        assertThat(bytesPerPacket(few)).isLessThanOrEqualTo(MOST_BYTES_PER_RECEIVE + REPORT_BYTES);
    }

    @Test
    void shouldAllocateNothingPerSend() throws Exception {
        // One datagram at a time costs the same to receive, however many copies are sent.
        double fewCopies = bytesPerPacket(few);
        double manyCopies = bytesPerPacket(many);
        assertThat((manyCopies - fewCopies) / (MANY_COPIES - 1)).isLessThanOrEqualTo(REPORT_BYTES_PER_SEND);
    }

    private static double bytesPerPacket(SocketLoad load) throws Exception {
        long before = allocatedBytes();
        load.exchange(PACKETS);
        return (double) (allocatedBytes() - before) / PACKETS;
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
            if (thread.getThreadName().contains("relay.dispatcher-0")) {
                return threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        throw new AssertionError("the host has no thread of that name");
    }
}

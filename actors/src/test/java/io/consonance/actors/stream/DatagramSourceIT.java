package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatagramSourceIT {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String DISPATCHER =
            SelectorDispatchers.of(KIT.system()).island(0);

    private DatagramChannel socket;
    private InetSocketAddress address;
    private TestSocket sender;

    @BeforeEach
    void open() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(loopback, 0));
        socket.configureBlocking(false);
        address = (InetSocketAddress) socket.getLocalAddress();
        sender = new TestSocket(loopback);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        sender.close();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** The datagrams of each batch, copied before the batch is used again. */
    private TestSubscriber.Probe<List<ByteString>> run(int capacity) {
        return Source.fromGraph(new DatagramSource(socket, capacity))
                .map(DatagramSourceIT::copy)
                .addAttributes(ActorAttributes.dispatcher(DISPATCHER))
                .runWith(TestSink.create(KIT.system().classicSystem()), KIT.system());
    }

    private static List<ByteString> copy(DatagramBatch batch) {
        List<ByteString> datagrams = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            byte[] bytes = new byte[batch.length(i)];
            batch.buffer(i).get(0, bytes);
            datagrams.add(ByteString.fromArrayUnsafe(bytes));
        }
        return datagrams;
    }

    /** A task of the island's thread. */
    private static void onIsland(Runnable task) throws Exception {
        MessageDispatcher dispatcher =
                KIT.system().classicSystem().dispatchers().lookup(DISPATCHER);
        CompletableFuture.runAsync(task, dispatcher).get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldHandOnBatchesUpToItsCapacity() throws Exception {
        for (int i = 0; i < 10; i++) {
            sender.send(address, bytes(i));
        }
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.request(3);
        assertThat(probe.expectNext()).containsExactly(bytes(0), bytes(1), bytes(2), bytes(3));
        assertThat(probe.expectNext()).hasSize(4);
        assertThat(probe.expectNext()).containsExactly(bytes(8), bytes(9));
        probe.cancel();
    }

    @Test
    void shouldLeaveDatagramsInTheKernelWhileDownstreamIsSlow() throws Exception {
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.ensureSubscription();
        probe.request(1);
        sender.send(address, bytes(100));
        assertThat(probe.expectNext()).containsExactly(bytes(100));
        for (int i = 0; i < 8; i++) {
            sender.send(address, bytes(i));
        }
        AtomicInteger interest = new AtomicInteger(-1);
        while (interest.get() != 0) {
            onIsland(() -> interest.set(SelectorLoop.required().interestIn(socket)));
        }
        probe.expectNoMessage(Duration.ZERO);
        probe.request(1);
        assertThat(probe.expectNext()).hasSize(4);
        probe.request(1);
        assertThat(probe.expectNext()).hasSize(4);
        probe.cancel();
    }

    @Test
    void shouldMarkADatagramThatIsTooLarge() throws Exception {
        sender.send(address, ByteString.fromArray(new byte[1_999]));
        sender.send(address, ByteString.fromArray(new byte[1_200]));
        sender.send(address, ByteString.emptyByteString());
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.request(1);
        assertThat(probe.expectNext()).extracting(ByteString::length).containsExactly(1_201, 1_200, 0);
        probe.cancel();
    }

    @Test
    void shouldCloseTheSocketWhenDownstreamCancels() throws Exception {
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.ensureSubscription();
        probe.cancel();
        while (socket.isOpen()) {
            onIsland(() -> {});
        }
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void shouldFailWhenTheSocketIsClosedUnderneath() throws Exception {
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.request(1);
        sender.send(address, bytes(1));
        probe.expectNext();
        socket.close();
        assertThat(probe.expectError()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldFailAtOnceOnASocketThatIsClosed() throws Exception {
        socket.close();
        TestSubscriber.Probe<List<ByteString>> probe = run(4);
        probe.request(1);
        assertThat(probe.expectError()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldFailOnAThreadThatIsNotASelectorLoop() {
        TestSubscriber.Probe<DatagramBatch> probe = Source.fromGraph(new DatagramSource(socket, 4))
                .runWith(TestSink.create(KIT.system().classicSystem()), KIT.system());
        probe.request(1);
        assertThat(probe.expectError()).hasMessageContaining("SelectorDispatchers");
    }

    @Test
    void shouldLetTasksHaveTheirTurnWhileTheSocketIsFlooded() throws Exception {
        AtomicInteger received = new AtomicInteger();
        var done = Source.fromGraph(new DatagramSource(socket, 2))
                .addAttributes(ActorAttributes.dispatcher(DISPATCHER))
                .runForeach(batch -> received.addAndGet(batch.size()), KIT.system());
        for (int i = 0; i < 5_000; i++) {
            sender.send(address, bytes(1));
            if (i % 100 == 0) {
                onIsland(() -> {});
            }
        }
        assertThat(received.get()).isPositive();
        socket.close();
        assertThat(done.handle((ok, failure) -> failure).toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ClosedChannelException.class);
    }
}

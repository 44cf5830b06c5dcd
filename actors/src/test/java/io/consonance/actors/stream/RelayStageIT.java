package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.SESSION;
import static io.consonance.actors.stream.RelayPackets.bind;
import static io.consonance.actors.stream.RelayPackets.bytes;
import static io.consonance.actors.stream.RelayPackets.relayVoice;
import static io.consonance.actors.stream.RelayPackets.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stage on a real socket; what it sends is caught on its way there. */
@Timeout(60)
class RelayStageIT {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String DISPATCHER =
            SelectorDispatchers.of(KIT.system()).island(0);
    private static final int BATCH = 4;
    private static final InetSocketAddress LISTENER = new InetSocketAddress("127.0.0.1", 1002);

    private final BlockingQueue<ByteString> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> sentBeforeTask = new LinkedBlockingQueue<>();
    private final AtomicReference<Runnable> atNextSend = new AtomicReference<>(() -> {});
    private final PublishedRoutes routes = new PublishedRoutes();
    private volatile boolean closed;
    private DatagramChannel socket;
    private InetSocketAddress address;
    private TestSocket speaker;
    private RelayStage.Controls controls;
    private TestSubscriber.Probe<IslandSignal> downstream;

    @BeforeEach
    void open() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        socket = DatagramChannel.open();
        socket.bind(new InetSocketAddress(loopback, 0));
        socket.configureBlocking(false);
        address = (InetSocketAddress) socket.getLocalAddress();
        speaker = new TestSocket(loopback);
        for (int link = 0; link < 2_000; link++) {
            routes.add(new LinkToken(link, wideToken(link)));
        }
        routes.publish(RouteTable.<InetSocketAddress, Path>empty()
                .withSource(speaker.address(), new Speaker(SESSION, 1, false))
                .withMember(SESSION, 2, new Path.Udp(LISTENER)));
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        speaker.close();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private void run() {
        run(DISPATCHER);
    }

    private void run(String dispatcher) {
        var run = Source.fromGraph(new RelayStage(socket, this::take, routes, false, BATCH))
                .addAttributes(ActorAttributes.dispatcher(dispatcher))
                .toMat(TestSink.create(KIT.system().classicSystem()), Keep.both())
                .run(KIT.system());
        controls = run.first();
        downstream = run.second();
        downstream.ensureSubscription();
    }

    private int take(ByteBuffer datagram, InetSocketAddress to) throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        ByteString copy = ByteString.fromByteBuffer(datagram);
        sent.add(copy);
        atNextSend.getAndSet(() -> {}).run();
        return copy.length();
    }

    private static ByteString wideToken(int link) {
        return bytes(0, 0, 0, 0, 0, 0, link >> 8, link, 0, 0, 0, 0, 0, 0, link >> 8, link);
    }

    private static ByteString claim(int link) {
        byte[] claim = bind(0, 1).toArray();
        System.arraycopy(wideToken(link).toArray(), 0, claim, 3, 16);
        return ByteString.fromArray(claim);
    }

    private void send(ByteString datagram) throws IOException {
        speaker.send(address, datagram);
    }

    private ByteString nextSent() throws InterruptedException {
        return sent.poll(20, TimeUnit.SECONDS);
    }

    /** What was sent to the socket before this has been handled after it. */
    private void fence(int sequence) throws Exception {
        send(relayVoice(1, sequence, 2));
        assertThat(nextSent()).isEqualTo(voice(SESSION, 1, sequence));
    }

    private IslandSignal.Report lastReport() {
        controls.stop();
        downstream.request(1);
        IslandSignal.Report last = (IslandSignal.Report) downstream.expectNext();
        downstream.expectComplete();
        return last;
    }

    /** A task of the island's thread. */
    private static CompletableFuture<Void> onIsland(Runnable task) {
        MessageDispatcher dispatcher =
                KIT.system().classicSystem().dispatchers().lookup(DISPATCHER);
        return CompletableFuture.runAsync(task, dispatcher);
    }

    private void awaitClosedSocket() throws Exception {
        while (socket.isOpen()) {
            onIsland(() -> {}).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRelayInOrderWhetherSignalsAreTakenOrNot() throws Exception {
        for (int i = 0; i < 10; i++) {
            send(relayVoice(1, i, 2));
        }
        run();
        for (int i = 0; i < 10; i++) {
            assertThat(nextSent()).isEqualTo(voice(SESSION, 1, i));
        }
    }

    @Test
    void shouldTakeDatagramsOfEveryLength() throws Exception {
        run();
        send(ByteString.fromArray(new byte[1_999]));
        send(ByteString.fromArray(new byte[1_200]));
        send(ByteString.emptyByteString());
        fence(1);
        RelayCounters counters = lastReport().counters();
        assertThat(counters.get(RelayCounter.DATAGRAMS_RECEIVED)).isEqualTo(4);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_TOO_LARGE)).isEqualTo(1);
        assertThat(counters.get(RelayCounter.DATAGRAMS_DROPPED_UNKNOWN_MAGIC)).isEqualTo(2);
    }

    @Test
    void shouldEmitAClaimAtOnceAndIgnoreATokenNobodyHas() throws Exception {
        run();
        downstream.request(1);
        send(bind(3, 1));
        send(claim(7));
        assertThat(downstream.expectNext()).isEqualTo(new IslandSignal.Claim(7, speaker.address(), 1));
        fence(1);
        assertThat(lastReport().counters().get(RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepClaimsForASlowDownstreamAndDropBeyond() throws Exception {
        run();
        for (int link = 0; link < RelayStage.MAX_SIGNALS + 10; link++) {
            send(claim(link));
            if (link % 100 == 0) {
                fence(link);
            }
        }
        fence(1);
        controls.stop();
        controls.stop();
        downstream.request(RelayStage.MAX_SIGNALS + 1);
        for (int link = 0; link < RelayStage.MAX_SIGNALS; link++) {
            assertThat(downstream.expectNext()).isEqualTo(new IslandSignal.Claim(link, speaker.address(), 1));
        }
        IslandSignal.Report last = (IslandSignal.Report) downstream.expectNext();
        downstream.expectComplete();
        assertThat(last.counters().get(RelayCounter.SIGNALS_DROPPED_QUEUE_FULL)).isEqualTo(10);
    }

    @Test
    void shouldReportOnceASecond() throws Exception {
        run();
        fence(1);
        downstream.request(2);
        assertThat(((IslandSignal.Report) downstream.expectNext()).heard()).containsOnlyKeys(speaker.address());
        assertThat(((IslandSignal.Report) downstream.expectNext()).heard()).isEmpty();
    }

    @Test
    void shouldSendWhatWaitsAndReportBeforeItCompletes() throws Exception {
        run();
        fence(1);
        for (int i = 0; i < 10; i++) {
            assertThat(controls.outbox().offer(LISTENER, bytes(i))).isTrue();
        }
        IslandSignal.Report last = lastReport();
        assertThat(last.counters().get(RelayCounter.RELAYS_FORWARDED)).isEqualTo(1);
        assertThat(last.counters().get(RelayCounter.DATAGRAMS_SENT)).isEqualTo(11);
        for (int i = 0; i < 10; i++) {
            assertThat(nextSent()).isEqualTo(bytes(i));
        }
        awaitClosedSocket();
        assertThat(controls.outbox().offer(LISTENER, bytes(1))).isFalse();
    }

    @Test
    void shouldCloseTheSocketWhenDownstreamCancels() throws Exception {
        run();
        downstream.cancel();
        awaitClosedSocket();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void shouldFailWhenTheSocketIsClosedUnderneath() throws Exception {
        run();
        fence(1);
        downstream.request(1);
        socket.close();
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldFailAtOnceOnASocketThatIsClosed() throws Exception {
        socket.close();
        run();
        downstream.request(1);
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void shouldFailOnAThreadThatIsNotASelectorLoop() {
        run("pekko.actor.default-dispatcher");
        downstream.request(1);
        assertThat(downstream.expectError()).hasMessageContaining("SelectorDispatchers");
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void shouldFailWhenARelayFindsTheSocketClosed() throws Exception {
        run();
        fence(1);
        closed = true;
        downstream.request(1);
        send(relayVoice(1, 2, 2));
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
        awaitClosedSocket();
    }

    @Test
    void shouldFailWhenTheOutboxFindsTheSocketClosed() throws Exception {
        run();
        fence(1);
        closed = true;
        downstream.request(1);
        controls.outbox().offer(LISTENER, bytes(1));
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
        awaitClosedSocket();
    }

    /** The island's thread stands still until the semaphore is released. */
    private static Semaphore hold() throws InterruptedException {
        Semaphore held = new Semaphore(0);
        Semaphore release = new Semaphore(0);
        onIsland(() -> {
            held.release();
            release.acquireUninterruptibly();
        });
        held.acquire();
        return release;
    }

    @Test
    void shouldRelayWhatFitTheKernelsBufferOnceAndInOrder() throws Exception {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 8_192);
        run();
        fence(0);
        Semaphore release = hold();
        int flood = 2_000;
        for (int i = 1; i <= flood; i++) {
            send(relayVoice(1, i, 2));
        }
        release.release();
        ByteString last = voice(SESSION, 1, flood + 1);
        List<ByteString> relayed = new ArrayList<>();
        // What comes after the flood may be dropped too, until there is room again.
        while (!relayed.contains(last)) {
            send(relayVoice(1, flood + 1, 2));
            relayed.add(nextSent());
        }
        relayed.removeIf(last::equals);
        assertThat(relayed).isNotEmpty().hasSizeLessThan(flood);
        for (int i = 0; i < relayed.size(); i++) {
            assertThat(relayed.get(i)).isEqualTo(voice(SESSION, 1, i + 1));
        }
    }

    @Test
    void shouldLetTasksHaveTheirTurnBetweenBatches() throws Exception {
        run();
        fence(0);
        Semaphore release = hold();
        for (int i = 0; i < 100; i++) {
            send(relayVoice(1, i, 2));
        }
        atNextSend.set(() -> onIsland(() -> sentBeforeTask.add(sent.size())));
        release.release();
        assertThat(sentBeforeTask.poll(20, TimeUnit.SECONDS)).isEqualTo(BATCH);
        for (int i = 0; i < 100; i++) {
            assertThat(nextSent()).isEqualTo(voice(SESSION, 1, i));
        }
    }
}

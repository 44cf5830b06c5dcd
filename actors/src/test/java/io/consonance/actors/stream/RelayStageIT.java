package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.SESSION;
import static io.consonance.actors.stream.RelayPackets.bind;
import static io.consonance.actors.stream.RelayPackets.bytes;
import static io.consonance.actors.stream.RelayPackets.relayVoice;
import static io.consonance.actors.stream.RelayPackets.token;
import static io.consonance.actors.stream.RelayPackets.voice;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.testkit.TestPublisher;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.stream.testkit.javadsl.TestSource;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RelayStageTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final InetSocketAddress SPEAKER = new InetSocketAddress("127.0.0.1", 1001);
    private static final InetSocketAddress LISTENER = new InetSocketAddress("127.0.0.1", 1002);

    private final BlockingQueue<ByteString> sent = new LinkedBlockingQueue<>();
    private final PublishedRoutes routes = new PublishedRoutes();
    private volatile boolean closed;
    private TestPublisher.Probe<DatagramBatch> upstream;
    private TestSubscriber.Probe<IslandSignal> downstream;
    private IslandOutbox outbox;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        for (int link = 0; link < 2_000; link++) {
            routes.add(new LinkToken(link, wideToken(link)));
        }
        routes.publish(RouteTable.<InetSocketAddress, Path>empty()
                .withSource(SPEAKER, new Speaker(SESSION, 1, false))
                .withMember(SESSION, 2, new Path.Udp(LISTENER)));
        var run = TestSource.<DatagramBatch>create(KIT.system().classicSystem())
                .viaMat(Flow.fromGraph(new RelayStage(routes, false, this::take)), Keep.both())
                .toMat(TestSink.create(KIT.system().classicSystem()), Keep.both())
                .run(KIT.system());
        upstream = run.first().first();
        outbox = run.first().second();
        downstream = run.second();
        downstream.ensureSubscription();
    }

    private int take(ByteBuffer datagram, InetSocketAddress to) throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
        ByteString copy = ByteString.fromByteBuffer(datagram);
        sent.add(copy);
        return copy.length();
    }

    private static ByteString wideToken(int link) {
        return bytes(0, 0, 0, 0, 0, 0, link >> 8, link, 0, 0, 0, 0, 0, 0, link >> 8, link);
    }

    private static DatagramBatch batch(InetSocketAddress source, ByteString... datagrams) {
        DatagramBatch batch = new DatagramBatch(datagrams.length);
        for (ByteString datagram : datagrams) {
            batch.add(source, datagram.toArray());
        }
        return batch;
    }

    private ByteString nextSent() throws InterruptedException {
        return sent.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldRelayWhetherSignalsAreTakenOrNot() throws Exception {
        for (int i = 0; i < 100; i++) {
            upstream.sendNext(batch(SPEAKER, relayVoice(1, i, 2)));
            assertThat(nextSent()).isEqualTo(voice(SESSION, 1, i));
        }
    }

    @Test
    void shouldKeepClaimsForASlowDownstreamAndDropBeyond() {
        for (int link = 0; link < RelayStage.MAX_SIGNALS + 10; link++) {
            byte[] claim = bind(0, 1).toArray();
            System.arraycopy(wideToken(link).toArray(), 0, claim, 3, 16);
            upstream.sendNext(batch(SPEAKER, ByteString.fromArray(claim)));
        }
        upstream.sendComplete();
        downstream.request(RelayStage.MAX_SIGNALS + 1);
        for (int link = 0; link < RelayStage.MAX_SIGNALS; link++) {
            assertThat(downstream.expectNext()).isEqualTo(new IslandSignal.Claim(link, SPEAKER, 1));
        }
        IslandSignal.Report last = (IslandSignal.Report) downstream.expectNext();
        downstream.expectComplete();
        assertThat(last.counters().get(RelayCounter.SIGNALS_DROPPED_QUEUE_FULL)).isEqualTo(10);
    }

    @Test
    void shouldReportOnceASecond() {
        upstream.sendNext(batch(SPEAKER, relayVoice(1, 1, 2)));
        downstream.request(2);
        assertThat(((IslandSignal.Report) downstream.expectNext()).heard()).containsOnlyKeys(SPEAKER);
        assertThat(((IslandSignal.Report) downstream.expectNext()).heard()).isEmpty();
    }

    @Test
    void shouldSendWhatWaitsAndReportBeforeItCompletes() throws Exception {
        upstream.sendNext(batch(SPEAKER, relayVoice(1, 1, 2)));
        assertThat(nextSent()).isEqualTo(voice(SESSION, 1, 1));
        for (int i = 0; i < 10; i++) {
            assertThat(outbox.offer(LISTENER, bytes(i))).isTrue();
        }
        upstream.sendComplete();
        downstream.request(1);
        IslandSignal.Report last = (IslandSignal.Report) downstream.expectNext();
        downstream.expectComplete();
        assertThat(last.counters().get(RelayCounter.RELAYS_FORWARDED)).isEqualTo(1);
        assertThat(last.counters().get(RelayCounter.DATAGRAMS_SENT)).isEqualTo(11);
        for (int i = 0; i < 10; i++) {
            assertThat(nextSent()).isEqualTo(bytes(i));
        }
        assertThat(outbox.offer(LISTENER, bytes(1))).isFalse();
    }

    @Test
    void shouldFailWithUpstream() {
        downstream.request(1);
        upstream.sendError(new IllegalStateException("socket"));
        assertThat(downstream.expectError()).hasMessage("socket");
    }

    @Test
    void shouldCancelUpstreamWhenDownstreamCancels() {
        downstream.cancel();
        upstream.expectCancellation();
    }

    @Test
    void shouldFailWhenARelayFindsTheSocketClosed() {
        closed = true;
        downstream.request(1);
        upstream.sendNext(batch(SPEAKER, relayVoice(1, 1, 2)));
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
        upstream.expectCancellation();
    }

    @Test
    void shouldFailWhenTheOutboxFindsTheSocketClosed() {
        closed = true;
        downstream.request(1);
        outbox.offer(LISTENER, bytes(1));
        assertThat(downstream.expectError()).isInstanceOf(ClosedChannelException.class);
        upstream.expectCancellation();
    }

    @Test
    void shouldIgnoreATokenNobodyHas() throws Exception {
        upstream.sendNext(batch(SPEAKER, bind(3, 1), relayVoice(1, 1, 2)));
        assertThat(token(3)).isNotEqualTo(wideToken(3));
        assertThat(nextSent()).isEqualTo(voice(SESSION, 1, 1));
        upstream.sendComplete();
        downstream.request(1);
        IslandSignal.Report last = (IslandSignal.Report) downstream.expectNext();
        assertThat(last.counters().get(RelayCounter.BINDS_DROPPED_UNKNOWN_TOKEN))
                .isEqualTo(1);
    }
}

package io.consonance.actors.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
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
class TcpFramingTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    private TestPublisher.Probe<ByteString> upstream;
    private TestSubscriber.Probe<ByteString> downstream;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void decode() {
        run(TcpFraming.decoder());
    }

    private void run(Flow<ByteString, ByteString, ?> flow) {
        var probes = TestSource.<ByteString>create(KIT.system().classicSystem())
                .via(flow)
                .toMat(TestSink.create(KIT.system().classicSystem()), Keep.both())
                .run(KIT.system());
        upstream = probes.first();
        downstream = probes.second();
    }

    @Test
    void shouldPutTheLengthInFront() {
        assertThat(TcpFraming.frame(bytes(0xAA))).isEqualTo(bytes(0, 1, 0xAA));
        ByteString largest = ByteString.fromArray(new byte[TcpFraming.MAX_FRAME_BYTES]);
        assertThat(TcpFraming.frame(largest).take(2)).isEqualTo(bytes(0xFF, 0xFF));
    }

    @Test
    void shouldRefuseToFrameWhatTheLengthCannotSay() {
        assertThatThrownBy(() -> TcpFraming.frame(ByteString.emptyByteString()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TcpFraming.frame(ByteString.fromArray(new byte[TcpFraming.MAX_FRAME_BYTES + 1])))
                .hasMessageContaining("65536");
    }

    @Test
    void shouldTakePacketsOutOfOneChunkOnDemand() {
        downstream.request(1);
        upstream.sendNext(bytes(0, 1, 7, 0, 2, 8, 9, 0, 3, 1));
        downstream.expectNext(bytes(7));
        downstream.request(2);
        downstream.expectNext(bytes(8, 9));
        upstream.sendNext(bytes(2, 3));
        downstream.expectNext(bytes(1, 2, 3));
    }

    @Test
    void shouldHoldTheConnectionBackWhileDownstreamIsSlow() {
        AtomicInteger chunks = new AtomicInteger();
        downstream = Source.repeat(bytes(0, 1, 1, 0, 1, 2))
                .map(chunk -> {
                    chunks.incrementAndGet();
                    return chunk;
                })
                .via(TcpFraming.decoder())
                .runWith(TestSink.create(KIT.system().classicSystem()), KIT.system());
        for (int i = 0; i < 4; i++) {
            downstream.request(1);
            downstream.expectNext(bytes(1 + i % 2));
            assertThat(chunks).hasValue(1 + i / 2);
        }
    }

    @Test
    void shouldHandOnALengthOfZeroAsAnEmptyPacket() {
        downstream.request(2);
        upstream.sendNext(bytes(0, 0, 0, 1, 5));
        downstream.expectNext(ByteString.emptyByteString());
        downstream.expectNext(bytes(5));
    }

    @Test
    void shouldHandOnWholePacketsAfterUpstreamCompleted() {
        downstream.request(1);
        upstream.sendNext(bytes(0, 1, 1, 0, 1, 2, 0, 1, 3, 0, 9, 1));
        downstream.expectNext(bytes(1));
        upstream.sendComplete();
        downstream.request(1);
        downstream.expectNext(bytes(2));
        downstream.request(1);
        downstream.expectNext(bytes(3));
        downstream.expectComplete();
    }

    @Test
    void shouldDropAPacketCutShort() {
        downstream.request(1);
        upstream.sendNext(bytes(0, 4, 1, 2));
        upstream.sendComplete();
        downstream.expectComplete();
    }

    @Test
    void shouldPassFailureAndCancellationThrough() {
        downstream.request(1);
        upstream.sendError(new IllegalStateException("reset"));
        assertThat(downstream.expectError()).hasMessage("reset");

        decode();
        downstream.request(1);
        downstream.cancel();
        upstream.expectCancellation();
    }

    @Test
    void shouldReadPacketsHoweverTheyAreCut() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            List<ByteString> packets = new ArrayList<>();
            ByteString wire = ByteString.emptyByteString();
            for (int i = 0; i < 20; i++) {
                byte[] packet = new byte[1 + random.nextInt(i == 7 ? 60_000 : 300)];
                random.nextBytes(packet);
                packets.add(ByteString.fromArray(packet));
                wire = wire.concat(TcpFraming.frame(ByteString.fromArray(packet)));
            }
            List<ByteString> chunks = new ArrayList<>();
            for (int at = 0; at < wire.length(); ) {
                int length = 1 + random.nextInt(random.nextBoolean() ? 3 : 2_000);
                chunks.add(wire.slice(at, at + length).compact());
                at += length;
            }
            List<ByteString> read = Source.from(chunks)
                    .via(TcpFraming.decoder())
                    .runWith(Sink.seq(), KIT.system())
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(read).isEqualTo(packets);
        }
    }

    @Test
    void shouldHoldAFrameThatComesByteByByteInFewPieces() {
        TcpFraming.Received received = new TcpFraming.Received();
        byte[] sent = new byte[60_000];
        new Random(5).nextBytes(sent);
        int mostPieces = 0;
        for (byte one : sent) {
            received.add(ByteString.fromArray(new byte[] {one}));
            int pieces = 0;
            for (var piece : received.bytes().getByteBuffers()) {
                pieces += piece.hasRemaining() ? 1 : 0;
            }
            mostPieces = Math.max(mostPieces, pieces);
        }

        assertThat(mostPieces).isEqualTo(TcpFraming.Received.MAX_PIECES);
        assertThat(received.take(0, sent.length)).isEqualTo(ByteString.fromArray(sent));
        assertThat(received.bytes().length()).isZero();
    }

    @Test
    void shouldWriteTogetherWhatWaitsForASlowSocket() {
        run(TcpFraming.encoder());
        downstream.request(1);
        upstream.sendNext(bytes(1));
        downstream.expectNext(bytes(0, 1, 1));
        upstream.sendNext(bytes(2)).sendNext(bytes(3)).sendNext(bytes(4));
        upstream.sendComplete();
        downstream.request(1);
        downstream.expectNext(bytes(0, 1, 2, 0, 1, 3, 0, 1, 4));
        downstream.expectComplete();
    }

    @Test
    void shouldHoldUpstreamBackBeyondOneWrite() {
        run(TcpFraming.encoder());
        ByteString large = ByteString.fromArray(new byte[40_000]);
        downstream.ensureSubscription();
        upstream.sendNext(large).sendNext(large);
        downstream.request(2);
        assertThat(downstream.expectNext().length()).isEqualTo(40_002);
        assertThat(downstream.expectNext().length()).isEqualTo(40_002);
    }

    @Test
    void shouldFailOnAPacketThatCannotBeFramed() {
        run(TcpFraming.encoder());
        downstream.request(1);
        upstream.sendNext(ByteString.emptyByteString());
        assertThat(downstream.expectError()).isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteString bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.fromArray(bytes);
    }
}

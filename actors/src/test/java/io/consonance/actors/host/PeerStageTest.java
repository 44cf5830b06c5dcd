package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.stream.TcpFraming;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.testkit.TestPublisher;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.stream.testkit.javadsl.TestSource;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream end of a peer's connection between probes. */
class PeerStageTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ByteString ONE = ByteString.fromString("one");
    private static final ByteString TWO = ByteString.fromString("two");

    private final TestProbe<PeerActor.Command> told = KIT.createTestProbe();
    private TestPublisher.Probe<ByteString> upstream;
    private TestSubscriber.Probe<ByteString> downstream;
    private PeerTransport transport;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void run() {
        PeerStage stage = new PeerStage(new PeerStage.Events() {
            @Override
            public void opened(PeerTransport opened) {
                told.getRef().tell(new PeerActor.Opened(opened));
            }

            @Override
            public void frame(ByteString frame) {
                told.getRef().tell(new PeerActor.Frame(frame));
            }

            @Override
            public void signal(PeerSignal signal) {
                told.getRef().tell(signal);
            }
        });
        var system = Adapter.toClassic(KIT.system());
        Pair<TestPublisher.Probe<ByteString>, TestSubscriber.Probe<ByteString>> probes = TestSource.<ByteString>create(
                        system)
                .via(stage)
                .toMat(TestSink.<ByteString>create(system), org.apache.pekko.stream.javadsl.Keep.both())
                .run(KIT.system());
        upstream = probes.first();
        downstream = probes.second();
        transport = told.expectMessageClass(PeerActor.Opened.class).transport();
    }

    private static ByteString framed(ByteString... frames) {
        ByteString bytes = ByteString.emptyByteString();
        for (ByteString frame : frames) {
            bytes = bytes.concat(TcpFraming.frame(frame));
        }
        return bytes;
    }

    @Test
    void shouldTakeNoFrameThatWasNotAskedFor() {
        told.expectNoMessage(Duration.ofMillis(50));
        transport.pull();
        transport.pull();
        upstream.expectRequest();
        upstream.sendNext(ONE);
        told.expectMessage(new PeerActor.Frame(ONE));
        upstream.sendNext(TWO);
        told.expectNoMessage(Duration.ofMillis(50));

        transport.pull();

        told.expectMessage(new PeerActor.Frame(TWO));
    }

    @Test
    void shouldWriteABatchAsOneAndTellWhenItWasTaken() {
        transport.write(List.of(ONE, TWO));
        told.expectNoMessage(Duration.ofMillis(50));
        downstream.request(1);
        assertThat(downstream.expectNext()).isEqualTo(framed(ONE, TWO));
        told.expectNoMessage(Duration.ofMillis(50));

        downstream.request(1);

        told.expectMessage(PeerSignal.TAKEN);
        transport.write(List.of(TWO));
        assertThat(downstream.expectNext()).isEqualTo(framed(TWO));
    }

    @Test
    void shouldFinishAfterTheLastBatchAndGoOnReadingUntilThePeerEnds() {
        transport.write(List.of(ONE));
        transport.finish();
        downstream.request(1);
        assertThat(downstream.expectNext()).isEqualTo(framed(ONE));
        downstream.expectComplete();
        transport.pull();
        upstream.sendNext(TWO);
        told.expectMessage(new PeerActor.Frame(TWO));

        upstream.sendComplete();

        told.expectMessage(PeerSignal.PEER_ENDED);
        told.expectMessage(PeerSignal.GONE);
    }

    @Test
    void shouldKeepItsOwnSideOpenWhenThePeerEndsItsSide() {
        upstream.sendComplete();
        told.expectMessage(PeerSignal.PEER_ENDED);
        transport.write(List.of(ONE));
        downstream.request(1);
        assertThat(downstream.expectNext()).isEqualTo(framed(ONE));

        transport.finish();

        downstream.expectComplete();
        told.expectMessage(PeerSignal.GONE);
    }

    @Test
    void shouldEndBothSidesWhenItIsCut() {
        transport.write(List.of(ONE));
        transport.cut();

        downstream.expectSubscriptionAndError();
        upstream.expectCancellation();
        told.expectMessage(PeerSignal.GONE);
    }

    @Test
    void shouldEndWhenTheSocketFailsOrIsGone() {
        upstream.sendError(new IllegalStateException("reset"));
        told.expectMessage(PeerSignal.GONE);
        run();
        downstream.cancel();
        told.expectMessage(PeerSignal.GONE);
        transport.pull();
        transport.finish();
        told.expectNoMessage(Duration.ofMillis(50));
    }
}

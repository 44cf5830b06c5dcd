package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.client.ClientActor.ConnectionEnded;
import io.consonance.actors.client.ClientActor.FrameReceived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.testkit.TestPublisher;
import org.apache.pekko.stream.testkit.javadsl.TestSource;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FrameSinkTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int WINDOW = 64;
    private static final int BUFFERED = 16;
    private static final Duration SHORTLY = Duration.ofMillis(100);

    private final TestProbe<ClientActor.Command> client = KIT.createTestProbe();
    private final TestPublisher.Probe<ByteString> frames = TestSource.<ByteString>create(
                    Adapter.toClassic(KIT.system()))
            .to(new FrameSink(7, client.ref()))
            .run(KIT.system());

    @AfterAll
    static void stopActors() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldTellPacketsInOrderAndTheEndBehindThem() {
        frames.sendNext(ByteString.fromString("a"));
        frames.sendNext(ByteString.fromString("b"));
        frames.sendComplete();

        assertThat(client.expectMessageClass(FrameReceived.class).frame()).isEqualTo(ByteString.fromString("a"));
        assertThat(client.expectMessageClass(FrameReceived.class).frame()).isEqualTo(ByteString.fromString("b"));
        client.expectMessage(new ConnectionEnded(7, "the host ended the connection"));
    }

    @Test
    void shouldTellWhyTheConnectionFailedAndNothingElse() {
        frames.sendError(new IllegalStateException("cable pulled"));

        client.expectMessage(new ConnectionEnded(7, "cable pulled"));
        client.expectNoMessage(SHORTLY);
    }

    @Test
    void shouldDemandNoMoreThanItsWindowUntilTheClientHasProcessedHalfOfIt() {
        // What the stream itself buffers in front of the sink is sent on top.
        for (int i = 0; i < WINDOW + BUFFERED; i++) {
            frames.sendNext(ByteString.fromString("frame"));
        }
        List<FrameReceived> received = new ArrayList<>();
        for (int i = 0; i < WINDOW; i++) {
            received.add(client.expectMessageClass(FrameReceived.class));
        }
        client.expectNoMessage(SHORTLY);

        received.subList(0, WINDOW / 2 - 1).forEach(frame -> frame.processed().run());
        client.expectNoMessage(SHORTLY);
        received.get(WINDOW / 2 - 1).processed().run();

        for (int i = 0; i < BUFFERED; i++) {
            client.expectMessageClass(FrameReceived.class);
        }
    }
}

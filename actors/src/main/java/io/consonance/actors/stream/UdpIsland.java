package io.consonance.actors.stream;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One running UDP island: {@link RelayStage} to the consumer of its signals, one stream on the one thread of a
 * selector-loop dispatcher. Any thread may call the handle.
 *
 * <p>The socket is the island's from the start and is closed when it ends: by {@link #stop()}, by a failure of the socket
 * or the selector, or with the materializer.
 */
final class UdpIsland {

    private final RelayStage.Controls controls;
    private final CompletionStage<Done> completion;

    private UdpIsland(RelayStage.Controls controls, CompletionStage<Done> completion) {
        this.controls = controls;
        this.completion = completion;
    }

    /**
     * Starts an island.
     *
     * @param dispatcher a selector-loop dispatcher of its own, see {@link SelectorDispatchers#island}
     * @param signals called in the island's thread; has to return at once
     */
    static UdpIsland start(
            DatagramChannel socket,
            PublishedRoutes routes,
            boolean loopback,
            int batchCapacity,
            String dispatcher,
            Materializer materializer,
            Consumer<IslandSignal> signals) {
        var run = Source.fromGraph(new RelayStage(socket, socket::send, routes, loopback, batchCapacity))
                .toMat(Sink.foreach(signals::accept), Keep.both())
                .addAttributes(ActorAttributes.dispatcher(dispatcher))
                .run(materializer);
        return new UdpIsland(run.first(), run.second());
    }

    /** Sends one packet of at most 1,200 bytes from the island's socket, soon; false if it was dropped. */
    boolean send(InetSocketAddress destination, ByteString packet) {
        return controls.outbox().offer(destination, packet);
    }

    /** Ends the island after the batch in hand, with what its outbox holds sent, and closes the socket. */
    void stop() {
        controls.stop();
    }

    /** Done when it has ended; failed if the socket or the selector did. The socket is closed then. */
    CompletionStage<Done> completion() {
        return completion;
    }
}

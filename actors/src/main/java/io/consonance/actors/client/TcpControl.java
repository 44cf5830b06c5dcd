package io.consonance.actors.client;

import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.actors.stream.TcpFraming;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * A TCP connection to a host, as one stream on the client's own dispatcher.
 *
 * <p>Towards the host: a bounded queue; a packet that finds it full is refused. From the host: at most
 * {@value #IN_FLIGHT} packets are with the client at a time; while it is busy the socket is not read. End, failure to connect and failure
 * alike arrive as one {@link ClientActor.ConnectionEnded}.
 */
final class TcpControl implements ControlConnection {
    private static final int IN_FLIGHT = 16;

    private final BoundedSourceQueue<ByteString> queue;
    private final UniqueKillSwitch killSwitch;

    private TcpControl(BoundedSourceQueue<ByteString> queue, UniqueKillSwitch killSwitch) {
        this.queue = queue;
        this.killSwitch = killSwitch;
    }

    static ControlConnection open(
            ActorSystem<?> system,
            String dispatcher,
            InetSocketAddress host,
            ConnectionSettings settings,
            long attempt,
            ActorRef<ClientActor.Command> client) {
        Iterable<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true));
        Flow<ByteString, ByteString, CompletionStage<Tcp.OutgoingConnection>> socket = Tcp.get(system)
                .outgoingConnection(
                        host,
                        Optional.empty(),
                        options,
                        false,
                        Optional.of(settings.connectTimeout()),
                        Optional.empty());
        Sink<ByteString, CompletionStage<Done>> toClient = Flow.of(ByteString.class)
                .mapAsync(IN_FLIGHT, frame -> {
                    CompletableFuture<Done> processed = new CompletableFuture<>();
                    client.tell(new ClientActor.FrameReceived(attempt, frame, () -> processed.complete(Done.done())));
                    return processed;
                })
                .toMat(Sink.ignore(), Keep.right());
        var run = Source.<ByteString>queue(settings.sendQueueFrames())
                .viaMat(KillSwitches.single(), Keep.both())
                .via(TcpFraming.encoder())
                .viaMat(socket, Pair::create)
                .via(TcpFraming.decoder())
                .toMat(toClient, Pair::create)
                .withAttributes(ActorAttributes.dispatcher(dispatcher))
                .run(system);
        run.first().second().whenComplete((connection, failure) -> {
            if (failure == null) {
                client.tell(new ClientActor.ConnectionMade(attempt));
            }
        });
        run.second()
                .whenComplete((done, failure) -> client.tell(new ClientActor.ConnectionEnded(attempt, cause(failure))));
        return new TcpControl(run.first().first().first(), run.first().first().second());
    }

    @Override
    public boolean sendFrame(ByteString frame) {
        return queue.offer(frame).isEnqueued();
    }

    @Override
    public void close() {
        queue.complete();
    }

    @Override
    public void abort() {
        killSwitch.abort(new Aborted());
    }

    private static String cause(Throwable failure) {
        if (failure == null) {
            return "the host ended the connection";
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Makes the stream fail, which resets the connection. */
    private static final class Aborted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Aborted() {
            super("aborted by the client", null, false, false);
        }
    }
}

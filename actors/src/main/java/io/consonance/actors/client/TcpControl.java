package io.consonance.actors.client;

import io.consonance.actors.settings.ConnectionSettings;
import io.consonance.actors.stream.TcpFraming;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * A TCP connection to a host, as one stream on the client's own dispatcher.
 *
 * <p>Towards the host: a bounded queue; a packet that finds it full is refused. From the host: see {@link FrameSink}. End, failure to
 * connect and failure alike arrive as one {@link ClientActor.ConnectionEnded}.
 */
final class TcpControl implements ControlConnection {
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
        var run = Source.<ByteString>queue(settings.sendQueueFrames())
                .viaMat(KillSwitches.single(), Keep.both())
                .via(TcpFraming.encoder())
                .viaMat(socket, Pair::create)
                .via(TcpFraming.decoder())
                .to(new FrameSink(attempt, client))
                .withAttributes(ActorAttributes.dispatcher(dispatcher))
                .run(system);
        run.second().whenComplete((connection, failure) -> {
            if (failure == null) {
                client.tell(new ClientActor.ConnectionMade(attempt));
            }
        });
        return new TcpControl(run.first().first(), run.first().second());
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

    /** Makes the stream fail, which resets the connection. */
    private static final class Aborted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Aborted() {
            super("aborted by the client", null, false, false);
        }
    }
}

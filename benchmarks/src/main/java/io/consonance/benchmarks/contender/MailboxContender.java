package io.consonance.benchmarks.contender;

import io.consonance.engine.route.Destinations;
import io.consonance.engine.route.Relay;
import io.consonance.engine.route.RouteTable;
import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/**
 * The plane the host does without: every voice packet goes through the mailbox of its sender's actor, which decides, and
 * every copy through the mailbox of its receiver's, which sends. The socket and the routing are the host's kind; the
 * actors run on Pekko's default dispatcher.
 */
public final class MailboxContender {

    private static final int BUFFER_BYTES = 4 << 20;
    private static final int DATAGRAM_BYTES = 1_201;

    private final DatagramChannel socket;
    private final ActorContext<Void> context;
    private final Bindings<ActorRef<Command>> bindings = new Bindings<>();

    private sealed interface Command {}

    /** From this peer's socket. */
    private record Received(Speaker speaker, Destinations<ActorRef<Command>> destinations, ByteString datagram)
            implements Command {}

    /** For this peer's socket. */
    private record Deliver(ByteString packet) implements Command {}

    private MailboxContender(DatagramChannel socket, ActorContext<Void> context) {
        this.socket = socket;
        this.context = context;
    }

    /** Serves until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        DatagramChannel socket = DatagramChannel.open(StandardProtocolFamily.INET)
                .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
                .setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES)
                .bind(new InetSocketAddress("127.0.0.1", 0));
        socket.configureBlocking(false);
        CompletableFuture<ActorContext<Void>> started = new CompletableFuture<>();
        ActorSystem.create(guardian(started), "relay");
        Thread reader = new Thread(new MailboxContender(socket, started.join())::read, "socket");
        reader.setDaemon(true);
        reader.start();
        ControlLine.serve(((InetSocketAddress) socket.getLocalAddress()).getPort());
    }

    private static Behavior<Void> guardian(CompletableFuture<ActorContext<Void>> started) {
        return Behaviors.setup(context -> {
            started.complete(context);
            return Behaviors.empty();
        });
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
        try (Selector selector = Selector.open()) {
            socket.register(selector, SelectionKey.OP_READ);
            while (true) {
                selector.select(key -> {});
                InetSocketAddress source = (InetSocketAddress) socket.receive(buffer.clear());
                while (source != null) {
                    handle(source, ByteString.fromByteBuffer(buffer.flip()));
                    source = (InetSocketAddress) socket.receive(buffer.clear());
                }
            }
        } catch (IOException | MalformedPacketException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(InetSocketAddress source, ByteString datagram) throws IOException, MalformedPacketException {
        RouteTable<InetSocketAddress, ActorRef<Command>> routes = bindings.routes();
        Speaker speaker = routes.speakerAt(source);
        if (speaker != null) {
            Destinations<ActorRef<Command>> members = routes.session(speaker.session());
            members.path(speaker.clientId()).tell(new Received(speaker, members, datagram));
        } else if (Bindings.isBind(datagram.asByteBuffer(), datagram.length())) {
            ActorRef<Command> peer = spawn(source);
            socket.send(bindings.bind(source, datagram, peer).asByteBuffer(), source);
        }
    }

    private ActorRef<Command> spawn(InetSocketAddress address) {
        // The guardian does nothing else; systemActorOf may be called from any thread.
        return context.getSystem()
                .systemActorOf(peer(address), "peer-" + address.getPort(), org.apache.pekko.actor.typed.Props.empty());
    }

    private Behavior<Command> peer(InetSocketAddress address) {
        return Behaviors.setup(self -> {
            Relay<ActorRef<Command>> relay = new Relay<>(false);
            ByteBuffer sending = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
            return Behaviors.receive(Command.class)
                    .onMessage(Received.class, received -> {
                        relay(relay, received);
                        return Behaviors.same();
                    })
                    .onMessage(Deliver.class, deliver -> {
                        deliver.packet().copyToBuffer(sending.clear());
                        send(sending.flip(), address);
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static void relay(Relay<ActorRef<Command>> relay, Received received) {
        ByteString datagram = received.datagram();
        relay.relay(
                received.speaker(),
                received.destinations(),
                false,
                datagram.asByteBuffer(),
                0,
                datagram.length(),
                (path, buffer, offset, length, reliable) ->
                        path.tell(new Deliver(datagram.slice(offset, offset + length))));
    }

    private void send(ByteBuffer packet, InetSocketAddress address) {
        try {
            socket.send(packet, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

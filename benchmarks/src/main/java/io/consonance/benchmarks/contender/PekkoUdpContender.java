package io.consonance.benchmarks.contender;

import io.consonance.engine.route.Relay;
import io.consonance.engine.route.Speaker;
import io.consonance.engine.wire.MalformedPacketException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.Udp;
import org.apache.pekko.io.UdpMessage;
import org.apache.pekko.io.UdpSO;
import org.apache.pekko.util.ByteString;

/** A relay on Pekko's own Udp extension, with the host's routing: one actor handles every datagram and sends the copies. */
public final class PekkoUdpContender {

    private static final int BUFFER_BYTES = 4 << 20;

    private PekkoUdpContender() {}

    /** Serves until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        ActorSystem.create("relay").actorOf(Props.create(UdpRelay.class, () -> new UdpRelay(port)));
        ControlLine.serve(port.join());
    }

    private static final class UdpRelay extends AbstractActor {

        private final CompletableFuture<Integer> port;
        private final Bindings<InetSocketAddress> bindings = new Bindings<>();
        private final Relay<InetSocketAddress> relay = new Relay<>(false);
        private final Relay.Sink<InetSocketAddress> sink = this::forward;
        private ActorRef socket;
        private ByteString datagram;

        UdpRelay(CompletableFuture<Integer> port) {
            this.port = port;
        }

        @Override
        public void preStart() {
            var buffers = java.util.List.<Inet.SocketOption>of(
                    UdpSO.receiveBufferSize(BUFFER_BYTES), UdpSO.sendBufferSize(BUFFER_BYTES));
            Udp.get(getContext().getSystem())
                    .getManager()
                    .tell(UdpMessage.bind(getSelf(), new InetSocketAddress("127.0.0.1", 0), buffers), getSelf());
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Udp.Received.class, this::onReceived)
                    .match(Udp.Bound.class, bound -> {
                        socket = getSender();
                        port.complete(bound.localAddress().getPort());
                    })
                    .build();
        }

        private void onReceived(Udp.Received received) throws MalformedPacketException {
            datagram = received.data();
            ByteBuffer bytes = datagram.asByteBuffer();
            InetSocketAddress source = received.sender();
            if (Bindings.isBind(bytes, datagram.length())) {
                socket.tell(UdpMessage.send(bindings.bind(source, datagram, source), source), getSelf());
                return;
            }
            Speaker speaker = bindings.routes().speakerAt(source);
            if (speaker != null) {
                var destinations = bindings.routes().session(speaker.session());
                relay.relay(speaker, destinations, false, bytes, 0, datagram.length(), sink);
            }
        }

        private void forward(InetSocketAddress path, ByteBuffer buffer, int offset, int length, boolean reliable) {
            socket.tell(UdpMessage.send(datagram.slice(offset, offset + length), path), getSelf());
        }
    }
}

package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UdpPeerSocketIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private record Received(Thread thread, InetSocketAddress source, ByteString datagram) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final SelectorLoop loop = SelectorLoop.start(task -> new Thread(task, "loop"));

    private final UdpPeerSocket.Receiver receiver = new UdpPeerSocket.Receiver() {
        @Override
        public void received(InetSocketAddress source, ByteString datagram) {
            received.add(new Received(Thread.currentThread(), source, datagram));
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    };

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdown();
        assertThat(loop.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get(20, TimeUnit.SECONDS);
    }

    private UdpPeerSocket open() throws Exception {
        return onLoop(() -> UdpPeerSocket.open(LOOPBACK, 256 << 10, receiver));
    }

    private InetSocketAddress addressOf(UdpPeerSocket socket) throws IOException {
        return new InetSocketAddress(LOOPBACK, socket.localAddress().getPort());
    }

    @Test
    void shouldSendAndReceiveOnItsLoop() throws Exception {
        UdpPeerSocket socket = open();
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            assertThat(onLoop(() -> socket.send(bytes(1, 2, 3), host.address())))
                    .isTrue();
            assertThat(host.receive()).isEqualTo(bytes(1, 2, 3));
            for (int i = 0; i < 100; i++) {
                host.send(addressOf(socket), bytes(i));
            }
            for (int i = 0; i < 100; i++) {
                Received next = received.poll(20, TimeUnit.SECONDS);
                assertThat(next.datagram()).isEqualTo(bytes(i));
                assertThat(next.source()).isEqualTo(host.address());
                assertThat(next.thread().getName()).isEqualTo("loop");
            }
            assertThat(onLoop(socket::datagramsReceived)).isEqualTo(100);
            assertThat(onLoop(socket::datagramsSent)).isEqualTo(1);
        }
    }

    @Test
    void shouldDropWhatIsTooLargeBothWays() throws Exception {
        UdpPeerSocket socket = open();
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            assertThat(onLoop(() -> socket.send(ByteString.fromArray(new byte[1_201]), host.address())))
                    .isFalse();
            host.send(addressOf(socket), ByteString.fromArray(new byte[1_201]));
            host.send(addressOf(socket), ByteString.fromArray(new byte[1_200]));
            assertThat(received.poll(20, TimeUnit.SECONDS).datagram().length()).isEqualTo(1_200);
            assertThat(onLoop(socket::datagramsDroppedTooLarge)).isEqualTo(2);
        }
    }

    @Test
    void shouldServeManySocketsOnOneThread() throws Exception {
        List<UdpPeerSocket> peers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            peers.add(open());
        }
        for (int i = 0; i < peers.size(); i++) {
            InetSocketAddress next = addressOf(peers.get((i + 1) % peers.size()));
            UdpPeerSocket peer = peers.get(i);
            int number = i;
            assertThat(onLoop(() -> peer.send(bytes(number), next))).isTrue();
        }
        for (int i = 0; i < peers.size(); i++) {
            assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        for (UdpPeerSocket peer : peers) {
            assertThat(onLoop(peer::datagramsReceived)).isEqualTo(1);
        }
    }

    @Test
    void shouldCountWhatTheSystemRefuses() throws Exception {
        UdpPeerSocket socket = open();
        assertThat(onLoop(() -> socket.send(bytes(1), new InetSocketAddress(LOOPBACK, 0))))
                .isFalse();
        assertThat(onLoop(() -> socket.send(bytes(1), InetSocketAddress.createUnresolved("nowhere", 1))))
                .isFalse();
        assertThat(onLoop(socket::sendsRefused)).isEqualTo(2);
        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void shouldGoOnAfterSendingToAPortNobodyHas() throws Exception {
        UdpPeerSocket socket = open();
        InetSocketAddress gone;
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            gone = host.address();
        }
        for (int i = 0; i < 3; i++) {
            onLoop(() -> socket.send(bytes(1), gone));
        }
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            host.send(addressOf(socket), bytes(5));
            assertThat(received.poll(20, TimeUnit.SECONDS).datagram()).isEqualTo(bytes(5));
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldHearNothingAfterClose() throws Exception {
        UdpPeerSocket socket = open();
        InetSocketAddress address = addressOf(socket);
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            onLoop(() -> {
                host.send(address, bytes(1));
                socket.close();
                socket.close();
                return 0;
            });
            onLoop(() -> 0);
            assertThat(onLoop(() -> socket.send(bytes(1), host.address()))).isFalse();
        }
        assertThat(received).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void shouldBeClosedByItsReceiverWhileItIsRead() throws Exception {
        BlockingQueue<ByteString> first = new LinkedBlockingQueue<>();
        UdpPeerSocket[] socket = new UdpPeerSocket[1];
        socket[0] = onLoop(() -> UdpPeerSocket.open(LOOPBACK, 256 << 10, new UdpPeerSocket.Receiver() {
            @Override
            public void received(InetSocketAddress source, ByteString datagram) {
                first.add(datagram);
                socket[0].close();
            }

            @Override
            public void failed(Throwable cause) {
                failures.add(cause);
            }
        }));
        InetSocketAddress address = addressOf(socket[0]);
        try (TestSocket host = new TestSocket(LOOPBACK)) {
            onLoop(() -> {
                host.send(address, bytes(1));
                host.send(address, bytes(2));
                return 0;
            });
            assertThat(first.poll(20, TimeUnit.SECONDS)).isEqualTo(bytes(1));
            onLoop(() -> 0);
            assertThat(first).isEmpty();
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void shouldTellWhenItsLoopEnds() throws Exception {
        UdpPeerSocket socket = open();
        loop.shutdown();
        assertThat(failures.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void shouldNotOpenOutsideALoop() {
        assertThatThrownBy(() -> UdpPeerSocket.open(LOOPBACK, 256 << 10, receiver))
                .isInstanceOf(IllegalStateException.class);
    }
}

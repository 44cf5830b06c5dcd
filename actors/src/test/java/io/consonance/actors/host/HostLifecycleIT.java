package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.cluster.NodeSystem;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.wire.ClientInfo;
import io.consonance.engine.wire.ClientState;
import io.consonance.engine.wire.HandshakeRequest;
import io.consonance.engine.wire.HandshakeResponse;
import io.consonance.engine.wire.VoiceData;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, embedding and closing a host. */
@Timeout(60)
class HostLifecycleIT {
    private static VoiceHostBuilder loopback() {
        return VoiceHost.builder().bind("127.0.0.1").port(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void shouldTakeTcpAndUdpOnOneNumberAtAnAddressOfEitherKind(String address) throws IOException {
        try (VoiceHost host = VoiceHost.builder().bind(address).port(0).start()) {
            assertThat(host.udpAddress().orElseThrow()).isEqualTo(host.address());
            assertThat(host.address().getPort()).isPositive();
            try (RawPeer alice = RawPeer.joined(host, "alice").bound();
                    RawPeer bob = RawPeer.joined(host, "bob").bound()) {
                VoiceData voice = alice.voice("x");
                alice.sendUdp(alice.relay(voice, bob.id()));
                assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
            }
        }
    }

    @Test
    void shouldTakeBothKindsOfAddressAtTheIpv6Wildcard() throws IOException {
        try (VoiceHost host = VoiceHost.builder().bind("::").port(0).start()) {
            int port = host.address().getPort();
            InetSocketAddress v4 = new InetSocketAddress("127.0.0.1", port);
            InetSocketAddress v6 = new InetSocketAddress("::1", port);
            try (RawPeer alice = RawPeer.joinedAt(v4, "alice").bound();
                    RawPeer bob = RawPeer.joinedAt(v6, "bob").bound()) {
                VoiceData voice = alice.voice("x");
                alice.sendUdp(alice.relay(voice, bob.id()));
                assertThat(bob.received(VoiceData.class)).isEqualTo(voice);
            }
        }
    }

    @Test
    void shouldSayWhatIsInUse() throws IOException {
        InetAddress address = InetAddress.getByName("127.0.0.1");
        try (ServerSocket tcp = new ServerSocket(0, 1, address)) {
            assertThatThrownBy(() -> loopback().port(tcp.getLocalPort()).start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("TCP")
                    .hasMessageContaining(":" + tcp.getLocalPort());
        }
        try (DatagramSocket udp = new DatagramSocket(0, address)) {
            assertThatThrownBy(() -> loopback().port(udp.getLocalPort()).start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("UDP")
                    .hasMessageContaining(":" + udp.getLocalPort());
            // The TCP side of that number was given back.
            new ServerSocket(udp.getLocalPort(), 1, address).close();
        }
    }

    @Test
    void shouldRefuseAWrongSettingBeforeAnythingIsBound() {
        assertThatThrownBy(
                        () -> loopback().set("consonance.host.stall", "never").start())
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.host.stall");
    }

    @Test
    void shouldRunTwiceInAGivenActorSystemAndLeaveItAlive() throws Exception {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "embedding");
        try {
            try (VoiceHost one = loopback().system(system).start();
                    VoiceHost two = loopback().system(system).start();
                    RawPeer alice = RawPeer.joined(one, "alice");
                    RawPeer other = RawPeer.joined(two, "alice")) {
                assertThat(alice.session()).isNotEqualTo(other.session());
            }
            assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
            try (VoiceHost again = loopback().system(system).start();
                    RawPeer alice = RawPeer.joined(again, "alice").bound()) {
                assertThat(alice.id()).isZero();
            }
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldLeaveItsSessionsToTheClusterOfAGivenActorSystem() throws Exception {
        Config whole = Settings.with(
                ConfigFactory.load(),
                Map.of(
                        "consonance.cluster.enabled", "on",
                        "consonance.cluster.voice-address", "127.0.0.1",
                        "consonance.cluster.lease", "400 ms",
                        "consonance.cluster.beat", "100 ms"));
        ActorSystem<Void> system = NodeSystem.create(whole);
        try {
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
            int before = sessionOfAHostIn(system, whole);

            assertThat(sessionOfAHostIn(system, whole)).isEqualTo(before);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static int sessionOfAHostIn(ActorSystem<?> system, Config whole) throws Exception {
        try (VoiceHost host = loopback().config(whole).system(system).start()) {
            host.whenReady().toCompletableFuture().get(20, TimeUnit.SECONDS);
            try (RawPeer alice = RawPeer.joined(host, "alice")) {
                // While she is there.
                host.closeAsync();
                assertThat(alice.rejected().rejectCode()).isEqualTo(RejectCode.DRAINING);
                return alice.session();
            }
        }
    }

    @Test
    void shouldLeaveNoThreadAndNoDescriptorBehind() throws Exception {
        useOnce();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        long descriptors = descriptors();
        for (int i = 0; i < 3; i++) {
            useOnce();
        }

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!threads.contains(thread) && thread.getName().startsWith("consonance")) {
                thread.join(10_000);
                assertThat(thread.isAlive()).as("%s is alive", thread.getName()).isFalse();
            }
        }
        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    }

    private static void useOnce() throws IOException {
        VoiceHost host = loopback().start();
        try (RawPeer alice = RawPeer.joined(host, "alice", "lobby").bound();
                RawPeer connected = RawPeer.connect(host)) {
            host.closeAsync();
            assertThat(alice.rejected().rejectCode()).isEqualTo(RejectCode.DRAINING);
            assertThat(connected.rejected().rejectCode()).isEqualTo(RejectCode.DRAINING);
        }
        host.close();
        assertThatThrownBy(() -> new Socket("127.0.0.1", host.address().getPort()).close())
                .isInstanceOf(IOException.class);
        assertThat(host.whenClosed().toCompletableFuture()).isDone();
    }

    private static long descriptors() throws IOException {
        Path own = Path.of("/proc/self/fd");
        if (!Files.isDirectory(own)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(own)) {
            return open.map(HostLifecycleIT::target)
                    .filter(target -> target.startsWith("socket:") || target.contains("eventpoll"))
                    .collect(Collectors.counting());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void shouldTellTheListenerWhatHappensInOrder() throws Exception {
        BlockingQueue<VoiceHostEvent> events = new LinkedBlockingQueue<>();
        try (VoiceHost host = loopback()
                .listener(event -> {
                    events.add(event);
                    throw new IllegalStateException("a listener that fails");
                })
                .start()) {
            int session;
            try (RawPeer alice = RawPeer.joined(host, "alice", "lobby")) {
                session = alice.session();
                alice.settled();
            }
            assertThat(List.of(events.take(), events.take(), events.take(), events.take(), events.take()))
                    .containsExactly(
                            new VoiceHostEvent.SessionOpened("default", session),
                            new VoiceHostEvent.PlayerJoined("default", "alice", 0),
                            new VoiceHostEvent.RoomEntered("default", "alice", "lobby"),
                            new VoiceHostEvent.RoomLeft("default", "alice", "lobby"),
                            new VoiceHostEvent.PlayerLeft("default", "alice", 0));
        }
    }

    /** A peer of the host's own process. */
    private static final class LocalPeer implements HostConnection.Peer {
        final BlockingQueue<Object> packets = new LinkedBlockingQueue<>();

        @Override
        public void handleFrame(ByteString frame) {
            packets.add(RawPeer.decoded(frame));
        }

        @Override
        public void handleClosed() {
            packets.add("closed");
        }

        <T> T next(Class<T> type) throws InterruptedException {
            Object packet = packets.poll(10, TimeUnit.SECONDS);
            assertThat(packet).isInstanceOf(type);
            return type.cast(packet);
        }
    }

    @Test
    void shouldTakePeersOfItsOwnProcessWithoutSockets() throws Exception {
        try (VoiceHost host =
                loopback().set("consonance.host.credential", "for others").start()) {
            LocalPeer local = new LocalPeer();
            HostConnection connection = host.localPeers().connect(local);
            assertThat(local.next(LinkHello.class).udpPort()).isZero();
            connection.sendFrame(new HandshakeRequest(RawPeer.OPUS, "local").encode());
            HandshakeResponse response = local.next(HandshakeResponse.class);
            connection.sendFrame(new ClientState(
                            response.session(), new ClientInfo("local", response.clientId(), RawPeer.OPUS), List.of())
                    .encode());
            assertThat(local.next(ClientState.class).client().name()).isEqualTo("local");

            try (RawPeer remote = RawPeer.connect(host)) {
                remote.send(new io.consonance.engine.link.LinkJoin(null, "for others").encode());
                remote.handshake("remote");
                remote.state();
                remote.bound();
                remote.settled();
                assertThat(local.next(ClientState.class).client().name()).isEqualTo("remote");

                VoiceData voice = remote.voice("to the host's own peer");
                remote.sendUdp(remote.relay(voice, response.clientId()));
                assertThat(local.next(VoiceData.class)).isEqualTo(voice);
                VoiceData back = remote.voice(response.clientId(), "and back");
                connection.sendFrame(remote.relay(back, remote.id()));
                assertThat(remote.received(VoiceData.class)).isEqualTo(back);

                connection.close();
                assertThat(local.next(String.class)).isEqualTo("closed");
                remote.untilRemoved();
            }
        }
    }

    @Test
    void shouldTellLocalPeersThatItStopsAndTakeNoneAfterwards() throws Exception {
        VoiceHost host = loopback().start();
        LocalPeer local = new LocalPeer();
        host.localPeers().connect(local);
        local.next(LinkHello.class);
        host.close();

        assertThat(local.next(LinkReject.class).rejectCode()).isEqualTo(RejectCode.DRAINING);
        assertThat(local.next(String.class)).isEqualTo("closed");
        LocalPeer late = new LocalPeer();
        host.localPeers().connect(late);
        assertThat(late.next(String.class)).isEqualTo("closed");
    }
}

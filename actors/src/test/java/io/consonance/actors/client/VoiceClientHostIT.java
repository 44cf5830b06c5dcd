package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.ClientEvent.Disconnected;
import io.consonance.actors.client.ClientEvent.Rejected;
import io.consonance.actors.client.ClientEvent.StopCause;
import io.consonance.actors.client.ClientEvent.Stopped;
import io.consonance.actors.client.ClientEvent.UdpBound;
import io.consonance.actors.host.VoiceHost;
import io.consonance.actors.host.VoiceHostBuilder;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerEvent.DirectPathClosed;
import io.consonance.engine.peer.PeerEvent.DirectPathOpened;
import io.consonance.engine.peer.PeerEvent.Joined;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and the real host, on loopback. */
class VoiceClientHostIT {
    private static final Config CONFIG = Settings.with(
            ConfigFactory.load(),
            Map.of("consonance.client.reconnect-min", "50 ms", "consonance.client.direct-ping", "500 ms"));
    private static final ActorTestKit KIT = ActorTestKit.create(CONFIG);
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    private final List<AutoCloseable> opened = new ArrayList<>();
    private VoiceHost host;

    @AfterEach
    void closeEverything() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @AfterAll
    static void stopActors() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldExchangeVoiceAndTextByUdp(String address) throws Exception {
        host = start(host().bind(address));
        Client ann = join("ann");
        Client bob = join("bob");
        meet(ann, bob);
        ann.heard.next(UdpBound.class, UdpBound::bound);
        bob.heard.next(UdpBound.class, UdpBound::bound);

        exchangeVoice(ann, bob);
        assertThat(get(ann.voice.sendText("Lobby", "hello"))).isTrue();
        assertThat(bob.heard.next(TextReceived.class).text()).isEqualTo("hello");
        assertThat(get(bob.voice.stats()).datagramsReceived()).isPositive();
        ann.voice.close();
        assertThat(bob.heard.next(PlayerLeft.class).name()).isEqualTo("ann");
    }

    @Test
    void shouldExchangeVoiceOverTcpWhenTheHostHasNoUdp() throws Exception {
        host = start(host().set("consonance.host.udp", "off"));
        Client ann = join("ann");
        Client bob = join("bob");
        meet(ann, bob);

        exchangeVoice(ann, bob);
        assertThat(get(bob.voice.stats()).datagramsReceived()).isZero();
    }

    @Test
    void shouldExchangeVoiceInsideTheProcessWithoutSockets() throws Exception {
        host = start(host());
        Client ann = join(VoiceClient.builder("ann").host(host.localPeers()));
        Client bob = join("bob");
        meet(ann, bob);

        exchangeVoice(ann, bob);
        assertThat(get(ann.voice.stats()).datagramsReceived()).isZero();
        ann.voice.close();
        assertThat(bob.heard.next(PlayerLeft.class).name()).isEqualTo("ann");
    }

    @Test
    void shouldRejoinWithRoomsAndChannelsWhenTheHostComesBack() throws Exception {
        // At an address of its own nobody else gets the port while the host is away.
        host = start(host().bind("127.0.0.9"));
        Client ann = join("ann");
        Client bob = join(VoiceClient.builder("bob").host(host.localPeers()));
        Client cid = join("cid");
        meet(ann, cid);
        VoiceChannel channel = ann.voice.openChannel("Lobby", ChannelOptions.DEFAULT);
        int port = host.address().getPort();

        host.close();
        assertThat(ann.heard.next(Rejected.class).code()).isEqualTo(RejectCode.DRAINING);
        ann.heard.next(Disconnected.class);
        cid.heard.next(Disconnected.class);
        bob.heard.next(Disconnected.class);
        ann.heard.forget();
        cid.heard.forget();
        host = start(host().bind("127.0.0.9").port(port));

        ann.heard.next(Joined.class);
        cid.heard.next(Joined.class);
        meet(ann, cid);
        ann.voice.sendFrame(FRAME);
        assertThat(cid.heard.next(VoiceReceived.class).player()).isEqualTo("ann");
        channel.close();
    }

    @Test
    void shouldStopTheOlderOfTwoClientsOfOneName() throws Exception {
        host = start(host());
        Client older = join("ann");
        Client newer = join("ann");

        newer.heard.next(PlayerJoined.class);

        assertThat(older.heard.next(Stopped.class).cause()).isEqualTo(StopCause.REJECTED);
        assertThat(get(newer.voice.players())).hasSize(1);
    }

    @Test
    void shouldStopWhenItIsKicked() throws Exception {
        host = start(host());
        Client ann = join("ann");

        assertThat(get(host.kick("default", "ann", "enough"))).isTrue();

        assertThat(ann.heard.next(Rejected.class)).isEqualTo(new Rejected(RejectCode.KICKED, "enough", false));
        ann.heard.next(Stopped.class);
    }

    @Test
    void shouldExchangeVoiceDirectlyAndFallBackToTheHost() throws Exception {
        host = start(host().set("consonance.host.p2p-candidates", "on"));
        Cut cut = new Cut(host.udpAddress().orElseThrow());
        Client ann = join(client("ann").filter(cut));
        Client bob = join(client("bob").filter(cut));
        meet(ann, bob);
        ann.heard.next(DirectPathOpened.class);
        bob.heard.next(DirectPathOpened.class);

        cut.host = true;
        exchangeVoice(ann, bob);
        cut.host = false;
        cut.peers = true;
        ann.heard.next(DirectPathClosed.class);
        bob.heard.next(DirectPathClosed.class);

        ann.voice.sendFrame(FRAME);
        assertThat(bob.heard.next(VoiceReceived.class).player()).isEqualTo("ann");
    }

    @Test
    void shouldSendWhatAFilterLetsPassLaterAndAsOftenAsItDoes() throws Exception {
        host = start(host());
        Held held = new Held();
        Client ann = join(client("ann").filter(held));
        Client bob = join(client("bob"));
        ann.heard.next(UdpBound.class, UdpBound::bound);
        meet(ann, bob);

        held.holding = true;
        ann.voice.openChannel("Lobby", ChannelOptions.DEFAULT);
        ann.voice.sendFrame(FRAME);
        Runnable pass = held.passes.take();
        pass.run();
        pass.run();

        assertThat(bob.heard.next(VoiceReceived.class).sequence()).isZero();
        assertThat(bob.heard.next(VoiceReceived.class).sequence()).isZero();
    }

    private void exchangeVoice(Client ann, Client bob) {
        ann.voice.openChannel("Lobby", ChannelOptions.DEFAULT);
        ann.voice.sendFrame(FRAME);
        VoiceReceived atBob = bob.heard.next(VoiceReceived.class);
        assertThat(atBob.player()).isEqualTo("ann");
        assertThat(atBob.audio().toArray()).isEqualTo(FRAME);
        bob.voice.openPlayerChannel("ann", ChannelOptions.DEFAULT);
        bob.voice.sendFrame(FRAME);
        assertThat(ann.heard.next(VoiceReceived.class).player()).isEqualTo("bob");
    }

    /** Both know that both are in the Lobby. */
    private static void meet(Client one, Client other) {
        for (Client client : List.of(one, other)) {
            client.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals(one.name));
            client.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals(other.name));
        }
    }

    private static VoiceHostBuilder host() {
        return VoiceHost.builder().system(KIT.system()).bind("127.0.0.1").port(0);
    }

    private VoiceHost start(VoiceHostBuilder builder) throws Exception {
        VoiceHost started = builder.start();
        opened.add(started);
        return started;
    }

    private VoiceClientBuilder client(String name) {
        return VoiceClient.builder(name).address(HostAddress.of(host.address()));
    }

    private Client join(String name) throws Exception {
        return join(client(name));
    }

    private Client join(VoiceClientBuilder builder) throws Exception {
        Heard heard = new Heard();
        VoiceClient voice =
                get(builder.system(KIT.system()).rooms("Lobby").listener(heard).connect());
        opened.add(voice);
        return new Client(voice.name(), voice, heard);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private record Client(String name, VoiceClient voice, Heard heard) {}

    /** Keeps the voice back that is to be sent. */
    private static final class Held implements DatagramFilter {
        private static final int SMALLEST_VOICE_BYTES = 30;

        private final BlockingQueue<Runnable> passes = new LinkedBlockingQueue<>();
        private volatile boolean holding;

        @Override
        public void outgoing(InetSocketAddress to, int bytes, Runnable pass) {
            if (holding && bytes >= SMALLEST_VOICE_BYTES) {
                passes.add(pass);
            } else {
                pass.run();
            }
        }
    }

    /** A network without the way to the host, or without the way to other peers. */
    private static final class Cut implements DatagramFilter {
        private final InetSocketAddress hostUdp;
        private volatile boolean host;
        private volatile boolean peers;

        Cut(InetSocketAddress hostUdp) {
            this.hostUdp = hostUdp;
        }

        @Override
        public void outgoing(InetSocketAddress to, int bytes, Runnable pass) {
            if (to.equals(hostUdp) ? !host : !peers) {
                pass.run();
            }
        }

        @Override
        public void incoming(InetSocketAddress from, int bytes, Runnable pass) {
            outgoing(from, bytes, pass);
        }
    }
}

package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.ClientEvent.UdpBound;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.SelectorDispatchers;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerEvent.DirectPathClosed;
import io.consonance.engine.peer.PeerEvent.DirectPathOpened;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.VoiceDataFlyweight;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectPathIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ByteString FRAME = ByteString.fromArray(new byte[] {1, 2, 3, 4, 5});
    private static final int SESSION = 4711;

    private final List<ActorRef<ClientActor.Command>> spawned = new ArrayList<>();
    private ScriptedHost host;
    private Client ann;
    private Client bob;

    @BeforeEach
    void startHostAndClients() throws IOException {
        host = new ScriptedHost("127.0.0.1", SESSION, true);
        ann = join("ann", "on");
        bob = join("bob", "on");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
    }

    @AfterEach
    void stopClientsAndHost() {
        spawned.forEach(KIT::stop);
        host.close();
    }

    @AfterAll
    static void stopActors() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldExchangeVoiceWithoutTheHost() {
        openPath();
        int seenBefore = host.relaysByUdp();

        ann.speak();
        bob.speak();

        assertThat(bob.heard.next(VoiceReceived.class).audio()).isEqualTo(FRAME);
        assertThat(ann.heard.next(VoiceReceived.class).audio()).isEqualTo(FRAME);
        assertThat(host.relaysByUdp()).isEqualTo(seenBefore);
        assertThat(ann.stats().directPaths()).isEqualTo(1);
    }

    @Test
    void shouldSendTextThroughTheHostAllTheSame() {
        openPath();

        ann.actor.tell(new ClientActor.SendTextToPlayer("bob", "reliable", null));

        assertThat(bob.heard.next(TextReceived.class).text()).isEqualTo("reliable");
    }

    @Test
    void shouldGoBackToTheRelayWhenTheDirectPathDies() {
        openPath();

        ann.cut.now = true;
        bob.cut.now = true;

        ann.heard.next(DirectPathClosed.class);
        bob.heard.next(DirectPathClosed.class);
        int seenBefore = host.relaysByUdp();
        ann.speak();
        assertThat(bob.heard.next(VoiceReceived.class).player()).isEqualTo("ann");
        assertThat(host.relaysByUdp()).isGreaterThan(seenBefore);
    }

    @Test
    void shouldNotUseAPathThatWorksOneWayOnly() {
        bob.cut.now = true;
        host.tellCandidates();

        ann.speak();

        assertThat(bob.heard.next(VoiceReceived.class).player()).isEqualTo("ann");
        assertThat(ann.stats().directPaths()).isZero();
    }

    @Test
    void shouldForgetThePathOfAClientThatLeft() {
        openPath();

        bob.actor.tell(new ClientActor.Leave(null));

        ann.heard.next(PlayerLeft.class, left -> left.name().equals("bob"));
        assertThat(ann.heard.next(DirectPathClosed.class).name()).isEqualTo("bob");
    }

    @Test
    void shouldStayWithTheRelayWhenDirectPathsAreOff() {
        Client cid = join("cid", "off");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("cid"));
        host.tellCandidates();
        ann.heard.next(DirectPathOpened.class);

        cid.speak();

        assertThat(ann.heard.next(VoiceReceived.class).player()).isEqualTo("cid");
        assertThat(cid.stats().directPaths()).isZero();
        assertThat(cid.stats().dropped()).containsKey(ClientDrop.CANDIDATE_REFUSED);
    }

    @Test
    void shouldDropVoiceFromAStranger() throws Exception {
        ByteString voice = VoiceDataFlyweight.encode(SESSION, 1, 0x80, 0, new int[] {0}, new int[] {0}, 1, FRAME);
        ByteString introduction = new HandshakeP2P(SESSION, 1).encode();
        InetSocketAddress annUdp = host.udpAddressOf("ann");
        try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            for (ByteString datagram : List.of(introduction, voice)) {
                stranger.send(new DatagramPacket(datagram.toArray(), datagram.length(), annUdp));
            }
        }
        bob.speak();

        // The stranger's datagrams were sent before, so they were dropped before.
        assertThat(ann.heard.next(VoiceReceived.class).sequence()).isZero();
        assertThat(ann.stats().dropped()).containsEntry(ClientDrop.SOURCE_UNKNOWN, 2L);
    }

    private void openPath() {
        host.tellCandidates();
        assertThat(ann.heard.next(DirectPathOpened.class).name()).isEqualTo("bob");
        assertThat(bob.heard.next(DirectPathOpened.class).name()).isEqualTo("ann");
    }

    private Client join(String name, String p2p) {
        var config = Settings.with(
                ConfigFactory.load(), Map.of("consonance.client.direct-ping", "500 ms", "consonance.client.p2p", p2p));
        Heard heard = new Heard();
        Cut cut = new Cut();
        ClientSettings settings = ClientSettings.builder(
                        name, Settings.of(config).client())
                .address(host.address())
                .rooms("Lobby")
                .filter(cut)
                .build();
        ActorRef<ClientActor.Command> actor = KIT.spawn(
                ClientActor.create(settings, heard),
                SelectorDispatchers.of(KIT.system()).nextClient());
        spawned.add(actor);
        heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals(name));
        heard.next(UdpBound.class, UdpBound::bound);
        return new Client(actor, heard, cut);
    }

    /** Lets nothing pass but what goes to the host and comes from it. */
    private final class Cut implements DatagramFilter {
        private volatile boolean now;

        @Override
        public void outgoing(InetSocketAddress to, int bytes, Runnable pass) {
            if (!now || to.equals(host.udpAddress())) {
                pass.run();
            }
        }

        @Override
        public void incoming(InetSocketAddress from, int bytes, Runnable pass) {
            outgoing(from, bytes, pass);
        }
    }

    private record Client(ActorRef<ClientActor.Command> actor, Heard heard, Cut cut) {
        void speak() {
            actor.tell(new ClientActor.OpenRoomChannel(1, "Lobby", ChannelOptions.DEFAULT));
            actor.tell(new ClientActor.SendVoice(FRAME));
        }

        ClientStats stats() {
            TestProbe<ClientStats> probe = KIT.createTestProbe();
            actor.tell(new ClientActor.GetStats(probe.ref()));
            return probe.receiveMessage();
        }
    }
}

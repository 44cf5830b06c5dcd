package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.actors.client.ClientEvent.Connected;
import io.consonance.actors.client.ClientEvent.Disconnected;
import io.consonance.actors.client.ClientEvent.Redirected;
import io.consonance.actors.client.ClientEvent.Rejected;
import io.consonance.actors.client.ClientEvent.StopCause;
import io.consonance.actors.client.ClientEvent.Stopped;
import io.consonance.actors.client.ClientEvent.UdpBound;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.SelectorDispatchers;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerEvent.Joined;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.PlayerJoined;
import io.consonance.engine.peer.PeerEvent.PlayerLeft;
import io.consonance.engine.peer.PeerEvent.SessionLost;
import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientActorIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final ByteString FRAME = ByteString.fromArray(new byte[] {1, 2, 3, 4, 5});

    private final List<ActorRef<ClientActor.Command>> spawned = new ArrayList<>();
    private ScriptedHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new ScriptedHost("127.0.0.1", 4711, false);
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
    void shouldExchangeVoiceByUdpInBothDirections() {
        Client ann = join("ann");
        Client bob = join("bob");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
        ann.heard.next(UdpBound.class, UdpBound::bound);
        bob.heard.next(UdpBound.class, UdpBound::bound);

        ann.speak();
        assertVoice(bob.heard.next(VoiceReceived.class), "ann");
        bob.speak();
        assertVoice(ann.heard.next(VoiceReceived.class), "bob");

        assertThat(ann.stats().datagramsReceived()).isGreaterThanOrEqualTo(2);
        assertThat(host.relaysByUdp()).isEqualTo(2);
        assertThat(bob.heard.lastVoiceThread).contains("consonance.client.dispatcher");
    }

    @Test
    void shouldSendVoiceOverTcpWhenUdpIsBlocked() {
        host.deafOnUdp(true);
        Client ann = join("ann");
        Client bob = join("bob");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));

        ann.speak();
        assertVoice(bob.heard.next(VoiceReceived.class), "ann");
        assertThat(bob.stats().udpBound()).isFalse();
        assertThat(bob.stats().datagramsReceived()).isZero();
    }

    @Test
    void shouldGoBackToTcpWhenUdpDiesAndToUdpWhenItLivesAgain() {
        host.keepAlive(Duration.ofSeconds(3));
        Client ann = join("ann");
        Client bob = join("bob");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
        ann.heard.next(UdpBound.class, UdpBound::bound);

        host.deafOnUdp(true);
        ann.heard.next(UdpBound.class, change -> !change.bound());
        ann.speak();
        assertVoice(bob.heard.next(VoiceReceived.class), "ann");

        host.deafOnUdp(false);
        ann.heard.next(UdpBound.class, UdpBound::bound);
        assertThat(ann.stats().connections()).isEqualTo(1);
    }

    @Test
    void shouldPassTextsToRoomsAndPlayers() {
        Client ann = join("ann");
        Client bob = join("bob");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
        TestProbe<Boolean> sent = KIT.createTestProbe();

        ann.actor.tell(new ClientActor.SendTextToRoom("Lobby", "hello", sent.ref()));
        ann.actor.tell(new ClientActor.SendTextToPlayer("bob", "psst", sent.ref()));
        ann.actor.tell(new ClientActor.SendTextToPlayer("nobody", "psst", sent.ref()));

        assertThat(bob.heard.next(TextReceived.class).text()).isEqualTo("hello");
        assertThat(bob.heard.next(TextReceived.class).text()).isEqualTo("psst");
        assertThat(sent.receiveMessage()).isTrue();
        assertThat(sent.receiveMessage()).isTrue();
        assertThat(sent.receiveMessage()).isFalse();
    }

    @Test
    void shouldComeBackWithRoomsAndChannelsAfterTheConnectionIsLost() {
        Client ann = join("ann");
        Client bob = join("bob");
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
        ann.actor.tell(new ClientActor.JoinRoom("Second"));
        bob.heard.next(PlayerEnteredRoom.class, entered -> entered.room().equals("Second"));
        ann.speak();
        bob.heard.next(VoiceReceived.class);
        ann.heard.forget();
        bob.heard.forget();

        host.dropConnections();

        assertThat(ann.heard.next(Disconnected.class).retryAfter()).isPositive();
        ann.heard.next(Joined.class);
        ann.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
        bob.heard.next(PlayerEnteredRoom.class, entered -> entered.room().equals("Second"));
        ann.actor.tell(new ClientActor.SendVoice(FRAME));
        assertVoice(bob.heard.next(VoiceReceived.class), "ann");
    }

    @Test
    void shouldRejoinWhenTheHostHasAnotherSession() {
        Client ann = join("ann");
        host.replaceSession(4712);

        ann.actor.tell(new ClientActor.JoinRoom("Second"));

        ann.heard.next(SessionLost.class);
        assertThat(ann.heard.next(Joined.class).session()).isEqualTo(4712);
        assertThat(ann.stats().connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectCode.class,
            names = {"VERSION", "UNAUTHORISED", "UNKNOWN_SESSION", "KICKED", "BANNED", "NAME_REFUSED"})
    void shouldStopWhenTheHostRefusesForGood(RejectCode code) {
        host.refuse(code);
        Client ann = spawn(settings("ann").address(host.address()));

        assertThat(ann.heard.next(Rejected.class)).isEqualTo(new Rejected(code, "by script", false));
        assertThat(ann.heard.next(Stopped.class).cause()).isEqualTo(StopCause.REJECTED);
        KIT.createTestProbe().expectTerminated(ann.actor);
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectCode.class,
            names = {"FULL", "DRAINING", "PROTOCOL_ERROR", "RATE_LIMITED", "TIMEOUT", "SLOW_CONSUMER"})
    void shouldTryAgainWhenTheHostRefusesForNow(RejectCode code) {
        host.refuse(code);
        Client ann = spawn(settings("ann").address(host.address()));

        assertThat(ann.heard.next(Rejected.class).retried()).isTrue();
        ann.heard.next(Disconnected.class);
        host.refuse(null);
        ann.heard.next(Joined.class);
    }

    @Test
    void shouldSayWhereItWantsToJoin() throws Exception {
        spawn(settings("ann").address(host.address()).session("arena").credential("secret"));

        assertThat(host.joins.take()).isEqualTo("arena/secret");
    }

    @Test
    void shouldTryTheNextAddressWhenOneDoesNotAnswer() throws Exception {
        ScriptedHost gone = new ScriptedHost("127.0.0.1", 1, false);
        HostAddress dead = gone.address();
        gone.close();
        Client ann = spawn(settings("ann").address(dead).address(host.address()));

        ann.heard.next(Joined.class);
        assertThat(ann.stats().connections()).isEqualTo(1);
    }

    @Test
    void shouldFollowARedirect() throws Exception {
        try (ScriptedHost other = new ScriptedHost("127.0.0.1", 4713, false)) {
            host.redirect(other.address());
            Client ann = spawn(settings("ann").address(host.address()).session("arena"));

            assertThat(ann.heard.next(Redirected.class).to()).isEqualTo(other.address());
            assertThat(ann.heard.next(Joined.class).session()).isEqualTo(4713);
            assertThat(other.joins.take()).isEqualTo("arena/null");
        }
    }

    @Test
    void shouldPauseWhenHostsSendItBackAndForth() throws Exception {
        try (ScriptedHost other = new ScriptedHost("127.0.0.1", 4713, false)) {
            host.redirect(other.address());
            other.redirect(host.address());
            Client ann = spawn(settings("ann").address(host.address()));

            assertThat(ann.heard.next(Redirected.class).to()).isEqualTo(other.address());
            assertThat(ann.heard.next(Connected.class).host().getPort())
                    .isEqualTo(host.address().port());
            assertThat(ann.heard.next(Connected.class).host().getPort())
                    .isEqualTo(other.address().port());
            assertThat(ann.heard.next(Disconnected.class).retryAfter()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "127.0.0.1"})
    void shouldBindUdpOfBothFamilies(String address) throws Exception {
        try (ScriptedHost other = new ScriptedHost(address, 4713, false)) {
            Client ann = spawn(settings("ann").address(other.address()));

            ann.heard.next(UdpBound.class, UdpBound::bound);
        }
    }

    @Test
    void shouldResolveNames() {
        Client ann = spawn(settings("ann")
                .address(new HostAddress("localhost", host.address().port())));

        ann.heard.next(Joined.class);
    }

    @Test
    void shouldTellTheOthersWhenItLeaves() {
        Client ann = join("ann");
        Client bob = join("bob");
        bob.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("ann"));
        TestProbe<org.apache.pekko.Done> left = KIT.createTestProbe();

        ann.actor.tell(new ClientActor.Leave(left.ref()));

        left.receiveMessage();
        assertThat(ann.heard.next(Stopped.class)).isEqualTo(new Stopped(StopCause.LEFT, "left"));
        assertThat(bob.heard.next(PlayerLeft.class).name()).isEqualTo("ann");
        KIT.createTestProbe().expectTerminated(ann.actor);
    }

    @Test
    void shouldBeGoneForTheOthersWhenItVanishes() {
        Client ann = join("ann");
        Client bob = join("bob");
        bob.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("ann"));

        ann.actor.tell(new ClientActor.Vanish());

        assertThat(ann.heard.next(Stopped.class).cause()).isEqualTo(StopCause.VANISHED);
        assertThat(bob.heard.next(PlayerLeft.class).name()).isEqualTo("ann");
    }

    @Test
    void shouldStayConnectedButDumbWhenItFallsSilent() {
        Client ann = join("ann");
        Client bob = join("bob");
        bob.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("ann"));

        ann.actor.tell(new ClientActor.FallSilent());
        ann.speak();
        bob.speak();
        Client cid = join("cid");
        bob.heard.next(PlayerJoined.class, joined -> joined.name().equals("cid"));

        assertThat(host.members()).containsExactly("ann", "bob", "cid");
        host.dropConnections();
        assertThat(ann.heard.next(Stopped.class).cause()).isEqualTo(StopCause.VANISHED);
        cid.heard.next(Disconnected.class);
    }

    @Test
    void shouldSurviveAListenerThatFails() {
        ActorRef<ClientActor.Command> actor = KIT.spawn(
                ClientActor.create(settings("ann").address(host.address()).build(), event -> {
                    throw new IllegalStateException("on purpose");
                }),
                SelectorDispatchers.of(KIT.system()).nextClient());
        spawned.add(actor);
        Client bob = join("bob");
        bob.heard.next(PlayerJoined.class, joined -> joined.name().equals("ann"));
        TestProbe<Boolean> sent = KIT.createTestProbe();
        do {
            actor.tell(new ClientActor.SendTextToPlayer("bob", "still here", sent.ref()));
        } while (!sent.receiveMessage());

        bob.heard.next(TextReceived.class);
    }

    private Client join(String name) {
        Client client = spawn(settings(name).address(host.address()).rooms("Lobby"));
        client.heard.next(Joined.class);
        client.heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals(name));
        return client;
    }

    private static ClientSettings.Builder settings(String name, String... changes) {
        Map<String, String> map = new HashMap<>(Map.of("consonance.client.reconnect-min", "50 ms"));
        for (int i = 0; i < changes.length; i += 2) {
            map.put("consonance.client." + changes[i], changes[i + 1]);
        }
        Config config = Settings.with(ConfigFactory.load(), map);
        return ClientSettings.builder(name, Settings.of(config).client());
    }

    private Client spawn(ClientSettings.Builder settings) {
        Heard heard = new Heard();
        ActorRef<ClientActor.Command> actor = KIT.spawn(
                ClientActor.create(settings.build(), heard),
                SelectorDispatchers.of(KIT.system()).nextClient());
        spawned.add(actor);
        return new Client(actor, heard);
    }

    private static void assertVoice(VoiceReceived voice, String speaker) {
        assertThat(voice.player()).isEqualTo(speaker);
        assertThat(voice.audio()).isEqualTo(FRAME);
    }

    private record Client(ActorRef<ClientActor.Command> actor, Heard heard) {
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

package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerEvent.PlayerEnteredRoom;
import io.consonance.engine.peer.PeerEvent.StoppedSpeaking;
import io.consonance.engine.peer.PeerEvent.TextReceived;
import io.consonance.engine.peer.PeerEvent.VoiceReceived;
import io.consonance.engine.peer.RemotePlayer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VoiceClientIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final byte[] FRAME = {1, 2, 3, 4, 5};

    private ScriptedHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new ScriptedHost("127.0.0.1", 4711, false);
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    @AfterAll
    static void stopActors() {
        KIT.shutdownTestKit();
    }

    @Test
    void shouldSpeakAndHear() throws Exception {
        Heard heard = new Heard();
        try (VoiceClient ann = join(client("ann"));
                VoiceClient bob = join(client("bob").listener(heard))) {
            ann.joinRoom("Lobby");
            heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("ann"));
            bob.joinRoom("Lobby");
            heard.next(PlayerEnteredRoom.class, entered -> entered.name().equals("bob"));
            awaitRoster(ann, 2);

            VoiceChannel channel = ann.openChannel("Lobby", ChannelOptions.DEFAULT);
            ann.sendFrame(FRAME);
            assertThat(heard.next(VoiceReceived.class).audio().toArray()).isEqualTo(FRAME);
            channel.close();
            ann.sendFrame(FRAME);
            assertThat(heard.next(StoppedSpeaking.class).name()).isEqualTo("ann");

            ann.openPlayerChannel("bob", ChannelOptions.DEFAULT);
            ann.sendFrame(FRAME);
            assertThat(heard.next(VoiceReceived.class, voice -> voice.sequence() == 0)
                            .player())
                    .isEqualTo("ann");

            assertThat(get(ann.sendText("Lobby", "hello"))).isTrue();
            assertThat(get(ann.sendTextToPlayer("nobody", "hello"))).isFalse();
            assertThat(heard.next(TextReceived.class).text()).isEqualTo("hello");
            assertThat(get(ann.players())).extracting(RemotePlayer::name).containsExactlyInAnyOrder("ann", "bob");
        }
        host.awaitEmpty();
    }

    @Test
    void shouldFailToConnectWithTheHostsRefusal() {
        host.refuse(RejectCode.BANNED);

        assertThatThrownBy(() -> get(client("ann").connect()))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(JoinFailedException.class)
                .hasMessageEndingWith("client ann could not join: the host refused: BANNED, by script")
                .satisfies(e ->
                        assertThat(((JoinFailedException) e.getCause()).code()).isEqualTo(RejectCode.BANNED));
    }

    @Test
    void shouldFailToConnectWhenTheTimeIsOver() throws Exception {
        HostAddress nobody = host.address();
        host.close();

        assertThatThrownBy(() -> get(VoiceClient.builder("ann")
                        .address(nobody)
                        .system(KIT.system())
                        .timeout(Duration.ofMillis(300))
                        .connect()))
                .hasCauseInstanceOf(JoinFailedException.class)
                .hasMessageContaining("not joined within 0.3 s")
                .hasMessageContaining("refused");
    }

    @Test
    void shouldRefuseASettingNobodyCanStartWith() {
        VoiceClientBuilder builder = VoiceClient.builder("ann")
                .address(host.address())
                .config(Settings.with(ConfigFactory.load(), Map.of("consonance.client.reconnect-max", "1 ms")));

        assertThatThrownBy(builder::connect)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("consonance.client.reconnect-max");
    }

    @Test
    void shouldRefuseToConnectNowhere() {
        assertThatThrownBy(() -> VoiceClient.builder("ann").connect()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStopWhenItIsKicked() throws Exception {
        VoiceClient ann = join(client("ann"));

        host.kick("ann");

        ann.whenStopped().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void shouldLeaveNoDescriptorAndNoThreadBehind() throws Exception {
        // The first client loads classes and starts the process's helpers that stay: a cleaner, a compiler thread.
        join(VoiceClient.builder("ann").address(host.address())).close();
        ResourceCount before = ResourceCount.now();

        for (int i = 0; i < 3; i++) {
            VoiceClient ann = join(VoiceClient.builder("ann").address(host.address()));
            ann.joinRoom("Lobby");
            get(ann.players());
            ann.close();
        }

        before.awaitNoMore();
    }

    @Test
    void shouldLeaveNoDescriptorBehindInAnActorSystemThatStays() throws Exception {
        join(client("ann")).close();
        ResourceCount before = ResourceCount.now();

        for (int i = 0; i < 20; i++) {
            VoiceClient ann = join(client("ann"));
            if (i % 2 == 0) {
                host.dropConnections();
            }
            ann.close();
        }

        before.awaitNoMore();
    }

    private VoiceClientBuilder client(String name) {
        return VoiceClient.builder(name).address(host.address()).system(KIT.system());
    }

    private static VoiceClient join(VoiceClientBuilder builder) throws Exception {
        return get(builder.connect());
    }

    private static void awaitRoster(VoiceClient client, int size) throws Exception {
        List<RemotePlayer> players;
        do {
            players = get(client.players());
        } while (players.size() < size
                || players.stream().anyMatch(player -> player.rooms().isEmpty()));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}

package io.consonance.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.host.HostDrop;
import io.consonance.engine.host.HostEvent;
import io.consonance.engine.host.HostOutbox;
import io.consonance.engine.host.HostSession;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.PeerDrop;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.peer.PeerOutbox;
import io.consonance.engine.peer.PeerSession;
import io.consonance.engine.peer.PeerSettings;
import io.consonance.engine.wire.CodecSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/**
 * Voice chat in a game server that has a network and a loop of its own: no actors, no sockets, no threads. What the game
 * would send as a network message is put into a queue here.
 */
class EmbeddingExampleTest {

    private static final long TICK_NANOS = 20_000_000L;

    /** A voice packet inside a message of the game. */
    record Message(long link, boolean reliable, ByteString packet) {}

    /** The server's half: one voice session, and what it wants sent. */
    static final class GameServer implements HostOutbox {

        final HostSession session = new HostSession(20_260_101, HostSettings.defaults());
        final Queue<Message> toClients = new ArrayDeque<>();

        void receive(long nowNanos, Message message) {
            session.handlePacket(nowNanos, message.link(), message.reliable(), message.packet(), this);
        }

        @Override
        public void send(long link, ByteString packet, boolean reliable) {
            toClients.add(new Message(link, reliable, packet));
        }

        @Override
        public void reject(long link, RejectCode code, String reason) {
            throw new AssertionError("a game would close this connection: " + reason);
        }

        @Override
        public void event(HostEvent event) {
            // A game may show who is in which room, or log it.
        }

        @Override
        public void dropped(long link, HostDrop reason) {
            throw new AssertionError("a game would count this: " + reason);
        }
    }

    /** A player's half: one voice peer, and what it wants sent and told. */
    static final class GameClient implements PeerOutbox {

        final long link;
        final PeerSession voice;
        final Queue<Message> toServer = new ArrayDeque<>();
        final List<PeerEvent> events = new ArrayList<>();

        GameClient(long link, String name) {
            this.link = link;
            this.voice = new PeerSession(PeerSettings.of(name, CodecSettings.opus(960)));
        }

        @Override
        public void sendToHost(ByteString packet, boolean reliable) {
            toServer.add(new Message(link, reliable, packet));
        }

        @Override
        public void event(PeerEvent event) {
            events.add(event);
        }

        @Override
        public void sendDirect(long directLink, ByteString packet, boolean reliable) {
            throw new AssertionError("this game opens no direct links");
        }

        @Override
        public void dropped(PeerDrop reason) {
            throw new AssertionError("a game would count this: " + reason);
        }
    }

    private final GameServer server = new GameServer();
    private final List<GameClient> clients =
            List.of(new GameClient(0, "Ann"), new GameClient(1, "Ben"), new GameClient(2, "Cat"));
    private long nowNanos = 0;

    /** One turn of the game loop. */
    private void tick() {
        nowNanos += TICK_NANOS;
        for (GameClient client : clients) {
            while (!client.toServer.isEmpty()) {
                server.receive(nowNanos, client.toServer.remove());
            }
            client.voice.handleWake(nowNanos, client);
        }
        while (!server.toClients.isEmpty()) {
            Message message = server.toClients.remove();
            GameClient client = clients.get((int) message.link());
            client.voice.handlePacket(nowNanos, message.packet(), client);
        }
        server.session.handleWake(nowNanos, server);
    }

    @Test
    void shouldCarryVoiceAndTextBetweenThePlayersOfARoom() {
        GameClient ann = clients.get(0);
        GameClient ben = clients.get(1);
        GameClient cat = clients.get(2);
        for (GameClient client : clients) {
            client.voice.handleConnected(nowNanos, client);
        }
        ann.voice.joinRoom(nowNanos, "Team Red", ann);
        ben.voice.joinRoom(nowNanos, "Team Red", ben);
        for (int i = 0; i < 5; i++) {
            tick();
        }

        int channel = ann.voice.openRoomChannel("Team Red", ChannelOptions.DEFAULT);
        ByteString frame = ByteString.fromString("one frame of Opus");
        ann.voice.sendVoice(nowNanos, frame, ann);
        tick();
        ann.voice.closeChannel(channel);
        ann.voice.sendVoice(nowNanos, frame, ann);
        ann.voice.sendTextToRoom(nowNanos, "Team Red", "behind you!", ann);
        tick();

        assertThat(ben.events)
                .filteredOn(PeerEvent.VoiceReceived.class::isInstance)
                .extracting(event -> ((PeerEvent.VoiceReceived) event).audio())
                .containsExactly(frame, frame);
        assertThat(ben.events).hasAtLeastOneElementOfType(PeerEvent.TextReceived.class);
        assertThat(cat.events)
                .hasAtLeastOneElementOfType(PeerEvent.PlayerJoined.class)
                .doesNotHaveAnyElementsOfTypes(PeerEvent.VoiceReceived.class, PeerEvent.TextReceived.class);

        server.session.handleLinkClosed(nowNanos, ann.link, server);
        tick();

        assertThat(ben.events).contains(new PeerEvent.PlayerLeft("Ann"));
        assertThat(server.session.roster().membersOf("Team Red")).hasSize(1);
    }
}

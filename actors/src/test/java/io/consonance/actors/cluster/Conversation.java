package io.consonance.actors.cluster;

import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientListener;
import io.consonance.actors.client.VoiceClient;
import io.consonance.actors.client.VoiceClientBuilder;
import io.consonance.engine.peer.PeerEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;

/** Two peers of one session, of which one speaks all the time and the other one notes when it heard nothing. */
final class Conversation implements ClientListener, AutoCloseable {
    private static final byte[] FRAME = "voice".getBytes(StandardCharsets.UTF_8);

    final String session;
    private final VoiceClient listener;
    private final VoiceClient speaker;
    private final Set<String> identities = new LinkedHashSet<>();
    private final Identity speakersIdentity = new Identity();
    private long heardNanos;
    private long longestGapNanos;
    private long askedNanos;
    private int duplicates;
    private int connections;
    private long lastSequence = -1;
    private volatile String node = "";

    private final class Identity implements ClientListener {
        @Override
        public void onPeerEvent(PeerEvent event) {
            note("speaker", event);
        }

        @Override
        public void onClientEvent(ClientEvent event) {}
    }

    Conversation(String session, LocalCluster cluster, int firstNode, ActorSystem<?> system) {
        this.session = session;
        listener = builder(session + "-listener", cluster, firstNode, system)
                .listener(this)
                .join();
        speaker = builder(session + "-speaker", cluster, firstNode + 1, system)
                .listener(speakersIdentity)
                .join();
        speaker.openChannel("Lobby");
    }

    private VoiceClientBuilder builder(String name, LocalCluster cluster, int firstNode, ActorSystem<?> system) {
        VoiceClientBuilder builder = VoiceClient.builder(name)
                .session(session)
                .rooms("Lobby")
                .timeout(Duration.ofSeconds(30))
                .system(system);
        for (int i = 0; i < cluster.size(); i++) {
            builder.address(cluster.address((firstNode + i) % cluster.size()));
        }
        return builder;
    }

    void speak() {
        speaker.sendFrame(FRAME);
    }

    @Override
    public synchronized void onPeerEvent(PeerEvent event) {
        note("listener", event);
        if (event instanceof PeerEvent.VoiceReceived voice) {
            long now = System.nanoTime();
            if (heardNanos != 0) {
                longestGapNanos = Math.max(longestGapNanos, now - heardNanos);
            }
            heardNanos = now;
            if (voice.sequence() == lastSequence) {
                duplicates++;
            }
            lastSequence = voice.sequence();
        }
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        if (event instanceof ClientEvent.Connected connected) {
            node = connected.host().getAddress().getHostAddress();
        }
    }

    private synchronized void note(String who, PeerEvent event) {
        if (event instanceof PeerEvent.Joined joined) {
            connections++;
            identities.add(who + " " + joined.session() + "/" + joined.clientId());
        }
    }

    /** Where the listener is connected. */
    String node() {
        return node;
    }

    /** The longest silence since the last question, one that goes on included. */
    synchronized Duration longestGap() {
        Duration gap = peekGap();
        longestGapNanos = 0;
        askedNanos = System.nanoTime();
        return gap;
    }

    /** The same, without forgetting it. */
    synchronized Duration peekGap() {
        return Duration.ofNanos(Math.max(longestGapNanos, System.nanoTime() - heardNanos));
    }

    /** How often the two have joined. */
    synchronized int connections() {
        return connections;
    }

    /** Whether the listener has heard something since the last question about gaps. */
    synchronized boolean isHeard() {
        return heardNanos > askedNanos;
    }

    synchronized int duplicates() {
        return duplicates;
    }

    /** Every session id and client id the two ever had; one each if nothing was lost. */
    synchronized Set<String> identities() {
        return Set.copyOf(identities);
    }

    /** Names of all in the session as the listener sees it. */
    List<String> roster() {
        return listener.players().toCompletableFuture().join().stream()
                .map(player -> player.name())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        listener.leave();
        speaker.leave();
    }
}

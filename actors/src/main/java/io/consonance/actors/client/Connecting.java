package io.consonance.actors.client;

import io.consonance.actors.stream.SelectorDispatchers;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.PeerEvent;
import io.consonance.engine.wire.RoomId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Waits for a client's first join, or for what makes it impossible, and for its end. Hears everything before the application's listener does,
 * on the client's thread; the futures may be used by any.
 */
final class Connecting implements ClientListener {
    private static final AtomicLong NUMBER = new AtomicLong();

    private final ActorSystem<?> system;
    private final boolean ownSystem;
    private final ClientSettings settings;
    private final ClientListener listener;
    private final Duration timeout;
    private final CompletableFuture<Done> joined = new CompletableFuture<>();
    private final CompletableFuture<Done> stopped = new CompletableFuture<>();
    /** By id: of two names with one id, a client is in the first only. */
    private final Set<Integer> missingRooms;

    private boolean present;
    private volatile String lastProblem = "the host did not answer";
    private volatile RejectCode lastCode;

    Connecting(
            ActorSystem<?> system,
            boolean ownSystem,
            ClientSettings settings,
            ClientListener listener,
            Duration timeout) {
        this.system = system;
        this.ownSystem = ownSystem;
        this.settings = settings;
        this.listener = listener;
        this.timeout = timeout;
        this.missingRooms = settings.rooms().stream().map(RoomId::of).collect(Collectors.toCollection(HashSet::new));
    }

    CompletionStage<VoiceClient> start() {
        String actorName = "consonance-client-" + NUMBER.incrementAndGet() + "-"
                + URLEncoder.encode(settings.name(), StandardCharsets.UTF_8);
        ActorRef<ClientActor.Command> client = system.systemActorOf(
                ClientActor.create(settings, this),
                actorName,
                SelectorDispatchers.of(system).nextClient());
        var tooLate = system.scheduler()
                .scheduleOnce(
                        timeout,
                        () -> {
                            if (joined.completeExceptionally(
                                    failure("not joined within " + timeout.toMillis() / 1e3 + " s"))) {
                                client.tell(new ClientActor.Leave(null));
                            }
                        },
                        system.executionContext());
        joined.whenComplete((done, failure) -> tooLate.cancel());
        return joined.thenApply(done -> new VoiceClient(this, client));
    }

    String name() {
        return settings.name();
    }

    ActorSystem<?> system() {
        return system;
    }

    CompletionStage<Done> stopped() {
        return stopped;
    }

    @Override
    public void onPeerEvent(PeerEvent event) {
        if (!joined.isDone()) {
            await(event);
        }
        listener.onPeerEvent(event);
    }

    /** Joined is who got its own state back: from then on everybody who comes sees it in its rooms. */
    private void await(PeerEvent event) {
        if (event instanceof PeerEvent.PlayerJoined player && player.name().equals(settings.name())) {
            present = true;
        } else if (event instanceof PeerEvent.PlayerEnteredRoom entered
                && entered.name().equals(settings.name())) {
            missingRooms.remove(RoomId.of(entered.room()));
        }
        if (present && missingRooms.isEmpty()) {
            joined.complete(Done.done());
        }
    }

    @Override
    public void onClientEvent(ClientEvent event) {
        if (event instanceof ClientEvent.Rejected rejected) {
            lastCode = rejected.code();
            lastProblem = "the host refused: " + rejected.code()
                    + (rejected.reason().isEmpty() ? "" : ", " + rejected.reason());
        } else if (event instanceof ClientEvent.Disconnected disconnected && lastCode == null) {
            lastProblem = disconnected.cause();
        }
        try {
            listener.onClientEvent(event);
        } finally {
            if (event instanceof ClientEvent.Stopped end) {
                stop(end);
            }
        }
    }

    private void stop(ClientEvent.Stopped end) {
        joined.completeExceptionally(
                end.cause() == ClientEvent.StopCause.REJECTED ? failed(lastProblem) : failure(end.detail()));
        if (ownSystem) {
            system.terminate();
            system.getWhenTerminated().whenComplete((done, failure) -> stopped.complete(Done.done()));
        } else {
            stopped.complete(Done.done());
        }
    }

    private JoinFailedException failure(String what) {
        return failed(what + " (" + lastProblem + ")");
    }

    private JoinFailedException failed(String why) {
        return new JoinFailedException("client " + settings.name() + " could not join: " + why, lastCode);
    }
}

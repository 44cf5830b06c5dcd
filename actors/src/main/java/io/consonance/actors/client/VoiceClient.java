package io.consonance.actors.client;

import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.RemotePlayer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.util.ByteString;

/**
 * A voice client for programs: in a session, in rooms, with channels to speak on and frames coming in at its
 * {@link ClientListener}.
 *
 * <p>Thread-safe; no method but {@link #close()} blocks. It stays joined across lost connections and host restarts, with its rooms and
 * channels, until {@link #leave()}, or until the host refuses it for good ({@link ClientEvent.Stopped}). Frames go out and come in
 * encoded.
 */
public final class VoiceClient implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Connecting connecting;
    private final ActorRef<ClientActor.Command> client;
    private final AtomicInteger lastChannel = new AtomicInteger();

    VoiceClient(Connecting connecting, ActorRef<ClientActor.Command> client) {
        this.connecting = connecting;
        this.client = client;
    }

    /** Begins to describe a client of that name; no two clients of a session have the same. */
    public static VoiceClientBuilder builder(String name) {
        return new VoiceClientBuilder(name);
    }

    /** Under which the others see it. */
    public String name() {
        return connecting.name();
    }

    /** Listens to a room. As many {@link #leaveRoom} end it. */
    public void joinRoom(String room) {
        client.tell(new ClientActor.JoinRoom(room));
    }

    /** Takes one {@link #joinRoom} back. */
    public void leaveRoom(String room) {
        client.tell(new ClientActor.LeaveRoom(room));
    }

    /** Speaks to a room, from the next frame on, whether we listen to it or not. */
    public VoiceChannel openChannel(String room) {
        return openChannel(room, ChannelOptions.DEFAULT);
    }

    /** Speaks to a room, from the next frame on, whether we listen to it or not. */
    public VoiceChannel openChannel(String room, ChannelOptions options) {
        int number = lastChannel.incrementAndGet();
        client.tell(new ClientActor.OpenRoomChannel(number, room, options));
        return new VoiceChannel(client, number);
    }

    /** Speaks to one player, from the next frame on, whenever there is one of that name. */
    public VoiceChannel openPlayerChannel(String player, ChannelOptions options) {
        int number = lastChannel.incrementAndGet();
        client.tell(new ClientActor.OpenPlayerChannel(number, player, options));
        return new VoiceChannel(client, number);
    }

    /** Sends one encoded frame, at most 1,024 bytes, on all open channels; without any, or with nobody to hear it, nothing happens. */
    public void sendFrame(ByteString frame) {
        client.tell(new ClientActor.SendVoice(frame));
    }

    /** The same for an array, which is copied. */
    public void sendFrame(byte[] frame) {
        sendFrame(ByteString.fromArray(frame));
    }

    /** Sends a text to everybody else in a room; false if there is nobody. */
    public CompletionStage<Boolean> sendText(String room, String text) {
        return ask(replyTo -> new ClientActor.SendTextToRoom(room, text, replyTo));
    }

    /** Sends a text to one player; false if there is no such player. */
    public CompletionStage<Boolean> sendTextToPlayer(String player, String text) {
        return ask(replyTo -> new ClientActor.SendTextToPlayer(player, text, replyTo));
    }

    /** Who is in the session, ourselves included. */
    public CompletionStage<List<RemotePlayer>> players() {
        return ask(ClientActor.GetPlayers::new);
    }

    /** What the client counted so far. */
    public CompletionStage<ClientStats> stats() {
        return ask(ClientActor.GetStats::new);
    }

    /** Leaves; completes when the sockets are closed and, if the actor system was this client's own, its threads gone. */
    public CompletionStage<Done> leave() {
        if (!connecting.stopped().toCompletableFuture().isDone()) {
            client.tell(new ClientActor.Leave(null));
        }
        return connecting.stopped();
    }

    /** Completes when the client is gone, for whatever reason. */
    public CompletionStage<Done> whenStopped() {
        return connecting.stopped();
    }

    /** Leaves and waits for it, at most 10 s. */
    @Override
    public void close() {
        Future<Done> left = leave().toCompletableFuture();
        try {
            left.get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the client did not leave in time", e);
        }
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, ClientActor.Command> question) {
        return AskPattern.ask(
                client, question::apply, ANSWER_TIMEOUT, connecting.system().scheduler());
    }
}

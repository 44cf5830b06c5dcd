package io.consonance.actors.client;

import io.consonance.engine.peer.ChannelOptions;
import io.consonance.engine.peer.RemotePlayer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.DeadLetterSuppression;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.util.ByteString;

/**
 * A full peer over real sockets: joins, stays joined, sends and hears voice. Drives a {@link ClientPeer} (the machines) over an
 * {@link Uplink} (the connection).
 *
 * <p>It must be spawned where its UDP socket lives, on one of {@link io.consonance.actors.stream.SelectorDispatchers}
 * ({@code nextClient()}), so that a received datagram reaches the listener without changing threads. One timer follows what
 * the machines want next. It stops by itself after {@link Leave}, {@link Vanish} and what {@link ClientEvent.StopCause} names.
 */
public final class ClientActor extends AbstractBehavior<ClientActor.Command> {
    /** What a client can be told, by anybody on any thread. */
    public sealed interface Command {}

    /** Listens to a room. Counted: as many {@link LeaveRoom} end it. Holds across reconnects, as do channels. */
    public record JoinRoom(String room) implements Command {}

    /** Takes one {@link JoinRoom} back. */
    public record LeaveRoom(String room) implements Command {}

    /**
     * From the next frame on, voice goes to everybody in a room.
     *
     * @param channel any number of the caller's own by which it is closed; one in use is closed first
     */
    public record OpenRoomChannel(int channel, String room, ChannelOptions options) implements Command {}

    /** From the next frame on, voice goes to one player, as soon and as often as there is one of that name. */
    public record OpenPlayerChannel(int channel, String player, ChannelOptions options) implements Command {}

    /** Ends a channel with the next frame; an unknown number does nothing. */
    public record CloseChannel(int channel) implements Command {}

    /** Changes how loud a channel is, 0 to 2, from the next frame on. */
    public record SetAmplitude(int channel, float amplitude) implements Command {}

    /** Sends one encoded frame on all open channels. */
    public record SendVoice(ByteString frame) implements Command {}

    /**
     * Sends a text to everybody in a room.
     *
     * @param replyTo hears whether there was anybody to send it to; null for nobody
     */
    public record SendTextToRoom(String room, String text, ActorRef<Boolean> replyTo) implements Command {}

    /**
     * Sends a text to one player.
     *
     * @param replyTo hears whether there was anybody to send it to; null for nobody
     */
    public record SendTextToPlayer(String player, String text, ActorRef<Boolean> replyTo) implements Command {}

    /** Asks who is in the session as far as this client knows. */
    public record GetPlayers(ActorRef<List<RemotePlayer>> replyTo) implements Command {}

    /** Asks for the counters. */
    public record GetStats(ActorRef<ClientStats> replyTo) implements Command {}

    /**
     * Says goodbye, flushes and ends.
     *
     * @param replyTo hears when the sockets are closed; null for nobody
     */
    public record Leave(ActorRef<Done> replyTo) implements Command {}

    /** Drops the sockets without goodbye: the TCP connection is reset, the UDP socket closed. */
    public record Vanish() implements Command {}

    /**
     * Goes deaf and dumb with open sockets, like a machine that lost its power: nothing is sent any more, and what comes is thrown away. The actor stops when the host has
     * ended the TCP connection.
     */
    public record FallSilent() implements Command {}

    /** From the sockets; may come when the client is gone, which is no news. */
    sealed interface Late extends Command, DeadLetterSuppression {}

    record AddressResolved(long attempt, List<InetSocketAddress> addresses, String failure) implements Late {}

    record ConnectionMade(long attempt) implements Late {}

    /** One packet; {@code processed} lets the next one come. */
    record FrameReceived(long attempt, ByteString frame, Runnable processed) implements Late {}

    record ConnectionEnded(long attempt, String cause) implements Late {}

    record DatagramReceived(long attempt, InetSocketAddress source, ByteString datagram) implements Late {}

    /** The filter let a datagram out. */
    record DatagramPassed(long attempt, InetSocketAddress to, ByteString datagram) implements Late {}

    private record Wake() implements Command {}

    private static final Wake WAKE = new Wake();

    private final TimerScheduler<Command> timers;
    private final LongSupplier nanoTime;
    private final GuardedListener listener;
    private final ClientPeer peer;
    private final Uplink uplink;
    private final Map<Integer, Integer> channels = new HashMap<>();
    private long timerAtNanos = Long.MAX_VALUE;
    private final List<ActorRef<Done>> leavers = new ArrayList<>();

    /** A client that starts to connect at once. */
    public static Behavior<Command> create(ClientSettings settings, ClientListener listener) {
        return create(settings, listener, System::nanoTime);
    }

    static Behavior<Command> create(ClientSettings settings, ClientListener listener, LongSupplier nanoTime) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ClientActor(context, timers, settings, listener, nanoTime).start()));
    }

    private ClientActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ClientSettings settings,
            ClientListener listener,
            LongSupplier nanoTime) {
        super(context);
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.listener = new GuardedListener(settings.name(), listener);
        this.uplink = new Uplink(context, settings, this.listener);
        this.peer =
                new ClientPeer(settings, ThreadLocalRandom.current().nextLong(), uplink, this.listener::onPeerEvent);
    }

    private Behavior<Command> start() {
        uplink.start(now(), peer);
        return drive();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(DatagramReceived.class, this::onDatagram)
                .onMessage(DatagramPassed.class, passed -> did(() -> uplink.handlePassed(passed)))
                .onMessage(SendVoice.class, this::onSendVoice)
                .onMessage(FrameReceived.class, this::onFrame)
                .onMessage(Wake.class, wake -> onWake())
                .onMessage(JoinRoom.class, join -> did(() -> peer.joinRoom(now(), join.room())))
                .onMessage(LeaveRoom.class, leave -> did(() -> peer.leaveRoom(now(), leave.room())))
                .onMessage(OpenRoomChannel.class, this::onOpenRoomChannel)
                .onMessage(OpenPlayerChannel.class, this::onOpenPlayerChannel)
                .onMessage(CloseChannel.class, close -> did(() -> close(close.channel())))
                .onMessage(SetAmplitude.class, this::onSetAmplitude)
                .onMessage(SendTextToRoom.class, this::onTextToRoom)
                .onMessage(SendTextToPlayer.class, this::onTextToPlayer)
                .onMessage(GetPlayers.class, get -> did(() -> get.replyTo().tell(peer.players())))
                .onMessage(GetStats.class, get -> did(() -> get.replyTo().tell(uplink.stats())))
                .onMessage(AddressResolved.class, resolved -> did(() -> uplink.handleResolved(resolved)))
                .onMessage(ConnectionMade.class, made -> did(() -> uplink.handleMade(now(), made.attempt())))
                .onMessage(
                        ConnectionEnded.class, ended -> did(() -> uplink.handleEnded(ended.attempt(), ended.cause())))
                .onMessage(Leave.class, this::onLeave)
                .onMessage(Vanish.class, vanish -> did(uplink::vanish))
                .onMessage(FallSilent.class, silent -> did(uplink::fallSilent))
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onDatagram(DatagramReceived received) {
        uplink.handleDatagram(now(), received);
        return drive();
    }

    private Behavior<Command> onSendVoice(SendVoice voice) {
        peer.sendVoice(now(), voice.frame());
        return drive();
    }

    private Behavior<Command> onFrame(FrameReceived received) {
        uplink.handleFrame(now(), received.attempt(), received.frame());
        received.processed().run();
        return drive();
    }

    private Behavior<Command> onWake() {
        timerAtNanos = Long.MAX_VALUE;
        return drive();
    }

    private Behavior<Command> onOpenRoomChannel(OpenRoomChannel open) {
        close(open.channel());
        channels.put(open.channel(), peer.openRoomChannel(open.room(), open.options()));
        return drive();
    }

    private Behavior<Command> onOpenPlayerChannel(OpenPlayerChannel open) {
        close(open.channel());
        channels.put(open.channel(), peer.openPlayerChannel(open.player(), open.options()));
        return drive();
    }

    private Behavior<Command> onSetAmplitude(SetAmplitude set) {
        Integer channel = channels.get(set.channel());
        if (channel != null) {
            peer.setAmplitude(channel, set.amplitude());
        }
        return drive();
    }

    private Behavior<Command> onTextToRoom(SendTextToRoom text) {
        reply(text.replyTo(), peer.sendTextToRoom(now(), text.room(), text.text()));
        return drive();
    }

    private Behavior<Command> onTextToPlayer(SendTextToPlayer text) {
        reply(text.replyTo(), peer.sendTextToPlayer(now(), text.player(), text.text()));
        return drive();
    }

    private Behavior<Command> onLeave(Leave leave) {
        leavers.add(leave.replyTo());
        uplink.leave(now());
        return drive();
    }

    private Behavior<Command> onPostStop() {
        uplink.terminate();
        leavers.forEach(leaver -> reply(leaver, Done.done()));
        return this;
    }

    private void close(int callersChannel) {
        Integer channel = channels.remove(callersChannel);
        if (channel != null) {
            peer.closeChannel(channel);
        }
    }

    private static <T> void reply(ActorRef<T> replyTo, T answer) {
        if (replyTo != null) {
            replyTo.tell(answer);
        }
    }

    private Behavior<Command> did(Runnable what) {
        what.run();
        return drive();
    }

    private long now() {
        return nanoTime.getAsLong();
    }

    /** Gives the machines what is due, then makes sure that the timer does not come too late. It may come early: that is cheaper than to move it. */
    private Behavior<Command> drive() {
        long now = now();
        long wakeAt = uplink.settle(now);
        while (!uplink.isOver() && wakeAt <= now) {
            uplink.handleWake(now);
            wakeAt = uplink.settle(now);
        }
        if (uplink.isOver()) {
            return Behaviors.stopped();
        }
        if (wakeAt < timerAtNanos) {
            timerAtNanos = wakeAt;
            timers.startSingleTimer(WAKE, WAKE, Duration.ofNanos(wakeAt - now));
        }
        return this;
    }
}

package io.consonance.actors.stream;

import io.consonance.engine.link.LinkBound;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;

/**
 * Owns the UDP bindings and the islands of a node: which address speaks for which link, which link for which client. What
 * it decides it publishes as one route table by one volatile write; the islands forward voice without asking it.
 *
 * <p>A link is one peer's connection; its number is the caller's choice, unique within the node. Commands about a link
 * that is not open are ignored. An island that fails is started again on the same port, with all bindings in force.
 */
public final class RelayActor extends AbstractBehavior<RelayActor.Command> {

    /** What a peer hears of its UDP side. Called from the relay's or an island's thread; has to return at once. */
    public interface Peer {

        /** Its datagrams come from there and go there from now on; also told when a newer nonce confirms the same address. */
        void bound(InetSocketAddress source, long nonce);

        /** It has no address any more, because another link claimed it: back to TCP. */
        void unbound();

        /** Its address was heard within the last second or so, and that many of its relays went to somebody. */
        void datagramsSeen(int relays);

        /** That many datagrams of its address could not be read, within the last second or so. */
        void damaged(int datagrams);

        /** A datagram of its address named another session than the link's; at most ten a second. */
        void wrongSession();

        /** A packet for it that UDP cannot carry: relayed voice, or a {@link SendUnreliable} while it is not bound. */
        void deliver(ByteString packet);
    }

    /** What may be asked of it. */
    public sealed interface Command {}

    /**
     * A link has begun: its token may claim an address from now on.
     *
     * @param token the 16 bytes of its LinkHello
     */
    public record Open(long link, ByteString token, Peer peer) implements Command {}

    /** The link belongs to this session, though to no client yet: {@link Peer#wrongSession} is told when it names another. */
    public record Attach(long link, int session) implements Command {}

    /** The link speaks for this client from now on, and is where that client is reached. */
    public record Join(long link, int session, int clientId) implements Command {}

    /** The link's voice is dropped, or forwarded again. Lasts until its client leaves. */
    public record Mute(long link, boolean muted) implements Command {}

    /** The link speaks for nobody any more; its address stays bound. */
    public record Leave(long link) implements Command {}

    /** The link has ended, and with it its client, its binding and its token. */
    public record Close(long link) implements Command {}

    /** Sends one unreliable packet to where the link is bound; through its peer where it is not, which hears of that first. */
    public record SendUnreliable(long link, ByteString packet) implements Command {}

    /** Answered when every command before has taken effect. */
    public record Barrier(ActorRef<Done> replyTo) implements Command {}

    /** Asks for what all islands counted; at most about a second old. */
    public record GetCounters(ActorRef<RelayCounters> replyTo) implements Command {}

    /** Ends the islands, closes the sockets and stops. */
    public record Stop() implements Command {}

    private record Signalled(int island, IslandSignal signal) implements Command {}

    private record IslandEnded(int island, Throwable failure) implements Command {}

    private record Reopen(int island) implements Command {}

    private final PublishedRoutes routes = new PublishedRoutes();
    private final RelayBindings bindings = new RelayBindings(routes);
    private final RelaySockets sockets;
    private final boolean loopback;
    private final Materializer materializer;
    private final TimerScheduler<Command> timers;
    private final List<IslandSlot> slots = new ArrayList<>();

    /** Of islands that have ended, and of this actor. */
    private RelayCounters ownCounters = RelayCounters.ZERO;

    private boolean stopping;

    private RelayActor(
            ActorContext<Command> context, TimerScheduler<Command> timers, RelaySockets sockets, boolean loopback) {
        super(context);
        this.timers = timers;
        this.sockets = sockets;
        this.loopback = loopback;
        this.materializer = Materializer.createMaterializer(context);
    }

    /**
     * The relay of a node. Runs on any dispatcher; its islands have their own.
     *
     * @param sockets the relay's from now on
     * @param loopback whether a client that names itself as destination gets its own voice back
     */
    public static Behavior<Command> create(RelaySockets sockets, boolean loopback) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            RelayActor relay = new RelayActor(context, timers, sockets, loopback);
            relay.logBuffers();
            for (int i = 0; i < sockets.count(); i++) {
                relay.slots.add(new IslandSlot());
                relay.startIsland(i, sockets.socket(i));
            }
            return relay;
        }));
    }

    private void logBuffers() throws IOException {
        int granted = sockets.grantedReceiveBufferBytes();
        if (granted < sockets.wantedReceiveBufferBytes()) {
            getContext()
                    .getLog()
                    .info(
                            "UDP on {}: the system grants a receive buffer of {} bytes, not {}; see net.core.rmem_max",
                            sockets.address(),
                            granted,
                            sockets.wantedReceiveBufferBytes());
        }
    }

    private void startIsland(int index, DatagramChannel socket) {
        ActorRef<Command> self = getContext().getSelf();
        UdpIsland island = UdpIsland.start(
                socket,
                routes,
                loopback,
                sockets.batchCapacity(),
                SelectorDispatchers.of(getContext().getSystem()).island(index),
                materializer,
                signal -> self.tell(new Signalled(index, signal)));
        slots.get(index).started(island);
        getContext().pipeToSelf(island.completion(), (done, failure) -> new IslandEnded(index, failure));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Open.class, this::onOpen)
                .onMessage(Attach.class, attach -> changed(() -> bindings.attach(attach.link, attach.session)))
                .onMessage(Join.class, join -> changed(() -> bindings.join(join.link, join.session, join.clientId)))
                .onMessage(Mute.class, mute -> changed(() -> bindings.mute(mute.link, mute.muted)))
                .onMessage(Leave.class, leave -> changed(() -> bindings.leave(leave.link)))
                .onMessage(Close.class, close -> changed(() -> bindings.close(close.link)))
                .onMessage(SendUnreliable.class, this::onSendUnreliable)
                .onMessage(Barrier.class, barrier -> changed(() -> barrier.replyTo.tell(Done.done())))
                .onMessage(GetCounters.class, query -> changed(() -> query.replyTo.tell(counters())))
                .onMessage(Stop.class, stop -> onStop())
                .onMessage(Signalled.class, this::onSignalled)
                .onMessage(IslandEnded.class, this::onIslandEnded)
                .onMessage(Reopen.class, this::onReopen)
                .onSignal(PostStop.class, signal -> changed(sockets::close))
                .build();
    }

    private Behavior<Command> changed(Runnable change) {
        change.run();
        return this;
    }

    private Behavior<Command> onOpen(Open open) {
        bindings.open(open.link, open.token, open.peer);
        return this;
    }

    private Behavior<Command> onSendUnreliable(SendUnreliable send) {
        RelayBindings.Binding binding = bindings.binding(send.link);
        Peer peer = bindings.peer(send.link);
        if (binding == null) {
            if (peer != null) {
                peer.deliver(send.packet);
            }
            return this;
        }
        UdpIsland island = slots.get(binding.island()).island();
        if (island == null) {
            // Not back to the peer: it knows that it is bound and would send the packet here again.
            ownCounters = ownCounters.plusOne(RelayCounter.SENDS_DROPPED_NO_ISLAND);
        } else {
            island.send(binding.source(), send.packet);
        }
        return this;
    }

    private Behavior<Command> onSignalled(Signalled signalled) {
        IslandSlot slot = slots.get(signalled.island);
        if (signalled.signal instanceof IslandSignal.Claim claim) {
            boolean bound = bindings.claim(claim.link(), claim.source(), claim.nonce(), signalled.island);
            if (bound && slot.island() != null) {
                slot.island().send(claim.source(), new LinkBound(claim.nonce()).encode());
            }
        } else if (signalled.signal instanceof IslandSignal.WrongSession wrong) {
            tell(wrong.source(), Peer::wrongSession);
        } else if (signalled.signal instanceof IslandSignal.Report report) {
            slot.reported(report.counters());
            report.heard().forEach((source, relays) -> tell(source, peer -> peer.datagramsSeen(relays)));
            report.damaged().forEach((source, count) -> tell(source, peer -> peer.damaged(count)));
        }
        return this;
    }

    private void tell(InetSocketAddress source, Consumer<Peer> message) {
        Peer peer = bindings.peerAt(source);
        if (peer != null) {
            message.accept(peer);
        }
    }

    private RelayCounters counters() {
        RelayCounters sum = ownCounters;
        for (IslandSlot slot : slots) {
            sum = sum.plus(slot.counters());
        }
        return sum;
    }

    private Behavior<Command> onIslandEnded(IslandEnded ended) {
        ownCounters = ownCounters.plus(slots.get(ended.island).ended());
        if (stopping) {
            return onStop();
        }
        getContext()
                .getLog()
                .warn("UDP island {} on {} ended, a new one follows", ended.island, sockets.address(), ended.failure);
        reopenLater(ended.island);
        return this;
    }

    private void reopenLater(int index) {
        timers.startSingleTimer(index, new Reopen(index), slots.get(index).nextReopenDelay());
    }

    private Behavior<Command> onReopen(Reopen reopen) {
        if (!stopping) {
            try {
                startIsland(reopen.island, sockets.reopen(reopen.island));
            } catch (IOException failure) {
                getContext().getLog().warn("UDP socket on {} cannot be opened", sockets.address(), failure);
                reopenLater(reopen.island);
            }
        }
        return this;
    }

    private Behavior<Command> onStop() {
        stopping = true;
        boolean ended = true;
        for (IslandSlot slot : slots) {
            if (slot.island() != null) {
                slot.island().stop();
                ended = false;
            }
        }
        return ended ? Behaviors.stopped() : this;
    }
}

package io.consonance.actors.client;

import io.consonance.actors.client.ClientEvent.StopCause;
import io.consonance.engine.link.LinkHello;
import io.consonance.engine.link.LinkRedirect;
import io.consonance.engine.link.LinkReject;
import io.consonance.engine.link.RejectCode;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.util.ByteString;

/**
 * The connection of one client: which address, which attempt, and what follows when it ends. Runs the {@link ClientPeer}
 * while there is a connection. Owned by its {@link ClientActor}, on its thread.
 *
 * <p>The machines are never told of an end from within one of their own calls: what they ask for is noted, and
 * {@link #settle} carries it out afterwards.
 */
final class Uplink implements ClientPeer.Carriers {
    /** Stands for the host in this process where a plan wants an address. */
    private static final HostAddress IN_PROCESS = new HostAddress("in-process", 1);

    private static final long NEVER = Long.MAX_VALUE;
    private static final long GOODBYE_NANOS = Duration.ofSeconds(2).toNanos();

    private enum Phase {
        RESOLVING,
        CONNECTING,
        JOINING,
        JOINED,
        PAUSING,
        LEAVING,
        SILENT,
        OVER
    }

    private final ActorContext<ClientActor.Command> context;
    private final ClientSettings settings;
    private final ClientSockets sockets;
    private final ClientListener listener;
    private final ConnectPlan plan;
    private final Queue<InetSocketAddress> untried = new ArrayDeque<>();
    private final DropCounter<ClientDrop> drops = new DropCounter<>(ClientDrop.class);

    private ClientPeer peer;
    private Phase phase = Phase.PAUSING;
    /** Tells the signals of one connection from those of the one before. */
    private long attempt;

    private InetSocketAddress host;
    private long deadlineNanos = NEVER;
    private long joinedAtNanos;

    private Ending ending = new Ending();

    private long connections;
    private long framesReceived;
    private long datagramsReceived;
    private boolean udpBound;

    Uplink(ActorContext<ClientActor.Command> context, ClientSettings settings, ClientListener listener) {
        this.context = context;
        this.settings = settings;
        this.sockets = new ClientSockets(context, settings);
        this.listener = listener;
        this.plan = new ConnectPlan(
                settings.local() != null ? List.of(IN_PROCESS) : settings.addresses(),
                settings.connection(),
                ThreadLocalRandom.current());
    }

    /** Begins to connect with the next {@link #handleWake}. */
    void start(long nowNanos, ClientPeer driven) {
        peer = driven;
        deadlineNanos = nowNanos;
    }

    boolean isOver() {
        return phase == Phase.OVER;
    }

    void handleResolved(ClientActor.AddressResolved resolved) {
        if (resolved.attempt() != attempt || phase != Phase.RESOLVING) {
            return;
        }
        untried.clear();
        untried.addAll(resolved.addresses());
        if (untried.isEmpty()) {
            ending.because(resolved.failure());
        } else {
            connect();
        }
    }

    void handleMade(long nowNanos, long madeAttempt) {
        if (madeAttempt == attempt && phase == Phase.CONNECTING) {
            phase = Phase.JOINING;
            deadlineNanos = nowNanos + settings.connection().joinTimeout().toNanos();
            connections++;
            listener.onClientEvent(new ClientEvent.Connected(host));
            peer.handleConnected(nowNanos, host == null ? null : host.getAddress());
        }
    }

    void handleFrame(long nowNanos, long frameAttempt, ByteString frame) {
        if (frameAttempt == attempt) {
            // The first frame may overtake the news that there is a connection.
            handleMade(nowNanos, frameAttempt);
            if (isConnected()) {
                framesReceived++;
                peer.handleFrame(nowNanos, frame);
            }
        }
    }

    void handleEnded(long endedAttempt, String cause) {
        if (endedAttempt != attempt || phase == Phase.OVER) {
            return;
        }
        sockets.ended();
        if (phase == Phase.LEAVING) {
            stop(StopCause.LEFT, "left");
        } else if (phase == Phase.SILENT) {
            stop(StopCause.VANISHED, "the host ended the silent connection");
        } else if (phase == Phase.CONNECTING && !untried.isEmpty()) {
            connect();
        } else {
            ending.because(cause);
        }
    }

    void handleDatagram(long nowNanos, ClientActor.DatagramReceived received) {
        if (received.attempt() == attempt && isConnected()) {
            datagramsReceived++;
            peer.handleDatagram(nowNanos, received.source(), received.datagram());
        }
    }

    void handlePassed(ClientActor.DatagramPassed passed) {
        if (passed.attempt() == attempt && isConnected() && !sockets.sendNow(passed.to(), passed.datagram())) {
            drops.count(ClientDrop.DATAGRAM_BLOCKED);
        }
    }

    void leave(long nowNanos) {
        if (phase == Phase.LEAVING || phase == Phase.OVER) {
            return;
        }
        boolean connected = isConnected();
        peer.leave(nowNanos);
        if (connected && sockets.sayGoodbye()) {
            phase = Phase.LEAVING;
            deadlineNanos = nowNanos + GOODBYE_NANOS;
        } else {
            stop(StopCause.LEFT, "left");
        }
    }

    void vanish() {
        stop(StopCause.VANISHED, "vanished");
    }

    void fallSilent() {
        if (isConnected()) {
            phase = Phase.SILENT;
            deadlineNanos = NEVER;
        } else {
            vanish();
        }
    }

    /** The actor is gone, by its own decision or by somebody else's. */
    void terminate() {
        stop(StopCause.TERMINATED, "the actor was stopped");
    }

    /** Carries out what the machines asked for meanwhile; when {@link #handleWake} is wanted next. */
    long settle(long nowNanos) {
        while (ending.isDue() && phase != Phase.OVER) {
            end(nowNanos);
        }
        long machines = isConnected() ? peer.wakeAtNanos() : NEVER;
        return Math.min(machines, deadlineNanos);
    }

    void handleWake(long nowNanos) {
        if (nowNanos >= deadlineNanos) {
            deadlineNanos = NEVER;
            switch (phase) {
                case PAUSING -> attempt();
                case JOINING -> ending.because("the host did not let us join in time");
                case LEAVING -> stop(StopCause.LEFT, "left, but the host did not take notice");
                default -> {}
            }
        }
        if (isConnected() && !ending.isDue()) {
            peer.handleWake(nowNanos);
        }
    }

    ClientStats stats() {
        return new ClientStats(
                connections,
                udpBound,
                peer.openPaths(),
                sockets.framesSent(),
                framesReceived,
                sockets.datagramsSent(),
                datagramsReceived,
                drops.snapshot(),
                peer.linkDrops(),
                peer.sessionDrops());
    }

    @Override
    public void hello(LinkHello hello) {
        if (hello.udpPort() != 0 && settings.connection().udp() && host != null) {
            sockets.openUdp(host, attempt);
        }
    }

    @Override
    public void sendFrame(ByteString packet, boolean reliable) {
        if (!isConnected() || ending.isDue() || sockets.sendFrame(packet)) {
            return;
        }
        if (reliable) {
            ending.because("the host does not take what is sent to it");
        } else {
            drops.count(ClientDrop.QUEUE_FULL);
        }
    }

    @Override
    public void sendDatagram(InetSocketAddress to, ByteString datagram) {
        if (isConnected() && !sockets.sendDatagram(to, datagram)) {
            drops.count(ClientDrop.DATAGRAM_BLOCKED);
        }
    }

    @Override
    public void joined(long nowNanos) {
        if (phase == Phase.JOINING) {
            phase = Phase.JOINED;
            deadlineNanos = NEVER;
            joinedAtNanos = nowNanos;
            plan.joined();
        }
    }

    @Override
    public void udpBound(boolean bound) {
        udpBound = bound;
        listener.onClientEvent(new ClientEvent.UdpBound(bound));
    }

    @Override
    public void rejected(LinkReject said) {
        ending.reject(said);
    }

    @Override
    public void redirected(LinkRedirect said) {
        ending.redirect(said);
    }

    @Override
    public void close() {
        ending.ofLink();
    }

    @Override
    public void dropped(ClientDrop reason) {
        drops.count(reason);
    }

    private boolean isConnected() {
        return phase == Phase.JOINING || phase == Phase.JOINED;
    }

    private void attempt() {
        attempt++;
        phase = Phase.RESOLVING;
        HostAddress target = plan.target();
        if (target == IN_PROCESS) {
            host = null;
            phase = Phase.CONNECTING;
            sockets.connect(null, attempt);
            return;
        }
        if (target.literal()) {
            handleResolved(resolve(attempt, target));
            return;
        }
        long resolving = attempt;
        ActorRef<ClientActor.Command> self = context.getSelf();
        context.getSystem()
                .dispatchers()
                .lookup(DispatcherSelector.blocking())
                .execute(() -> self.tell(resolve(resolving, target)));
    }

    private static ClientActor.AddressResolved resolve(long attempt, HostAddress target) {
        try {
            return new ClientActor.AddressResolved(attempt, target.resolve(), "");
        } catch (UnknownHostException e) {
            return new ClientActor.AddressResolved(attempt, List.of(), "nobody knows the address of " + target.host());
        }
    }

    private void connect() {
        attempt++;
        phase = Phase.CONNECTING;
        host = untried.poll();
        sockets.connect(host, attempt);
    }

    /** Whatever there was is over; decides what comes next. */
    private void end(long nowNanos) {
        Ending over = ending;
        ending = new Ending();
        boolean joined = phase == Phase.JOINED;
        boolean lasted = joined
                && nowNanos - joinedAtNanos
                        >= settings.connection().reconnectReset().toNanos();
        disconnect(nowNanos);
        phase = Phase.PAUSING;
        boolean again = settings.connection().reconnect() && !over.isFinal();
        if (over.reject() != null) {
            listener.onClientEvent(new ClientEvent.Rejected(
                    over.reject().rejectCode(), over.reject().reason(), again));
        }
        if (over.elsewhere() != null && follow(nowNanos, over.elsewhere(), joined, lasted)) {
            return;
        }
        if (!again) {
            stop(over.reject() != null ? StopCause.REJECTED : StopCause.DISCONNECTED, over.cause());
            return;
        }
        boolean unwilling = over.reject() != null
                && (over.reject().rejectCode() == RejectCode.TIMEOUT
                        || over.reject().rejectCode() == RejectCode.DRAINING);
        long pause = lasted ? plan.ended(unwilling) : plan.failed(unwilling);
        deadlineNanos = nowNanos + pause;
        listener.onClientEvent(new ClientEvent.Disconnected(over.cause(), Duration.ofNanos(pause)));
    }

    /** Who was joined begins anew where it is sent, at once if it had been joined for long; others are sent on once. */
    private boolean follow(long nowNanos, HostAddress elsewhere, boolean joined, boolean lasted) {
        long pause = joined ? plan.ended(false) : 0;
        if (!plan.redirect(elsewhere)) {
            return false;
        }
        deadlineNanos = nowNanos + (joined && !lasted ? pause : 0);
        if (joined) {
            plan.arrived();
        }
        listener.onClientEvent(new ClientEvent.Redirected(elsewhere));
        return true;
    }

    /** What the sockets still have to say belongs to the past. */
    private void disconnect(long nowNanos) {
        attempt++;
        deadlineNanos = NEVER;
        sockets.drop();
        peer.handleDisconnected(nowNanos);
    }

    private void stop(StopCause cause, String detail) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        deadlineNanos = NEVER;
        attempt++;
        sockets.drop();
        listener.onClientEvent(new ClientEvent.Stopped(cause, detail));
    }
}

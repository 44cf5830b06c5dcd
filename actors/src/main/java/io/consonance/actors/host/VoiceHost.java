package io.consonance.actors.host;

import io.consonance.actors.settings.ClusterSettings;
import io.consonance.engine.link.RejectCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * A running voice host: many named sessions behind one TCP and one UDP port.
 *
 * <p>Thread-safe. What asks the host answers by a {@link CompletionStage}, which fails after five seconds or once the host is closed. Snapshots are
 * values of one moment; what happens between two of them comes to the listener.
 */
public final class VoiceHost implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(90);

    private final ActorSystem<?> system;
    private final boolean ownSystem;
    private final boolean clustered;
    private final Duration openTimeout;
    private final ActorRef<HostActor.Command> host;
    private final HostCounters counters;
    private final InetSocketAddress address;
    private final InetSocketAddress udpAddress;
    private final HostLife life;
    private final CompletableFuture<Void> closed;
    private boolean closing;

    VoiceHost(
            ActorSystem<?> system,
            boolean ownSystem,
            ClusterSettings cluster,
            ActorRef<HostActor.Command> host,
            HostCounters counters,
            HostSockets sockets,
            HostLife life) {
        this.system = system;
        this.ownSystem = ownSystem;
        this.clustered = cluster.enabled();
        this.openTimeout = clustered ? ANSWER_TIMEOUT.plus(cluster.patience()) : ANSWER_TIMEOUT;
        this.host = host;
        this.counters = counters;
        this.address = sockets.tcp().localAddress();
        this.udpAddress = sockets.udpAddress();
        this.life = life;
        this.closed = life.ended()
                .thenCompose(
                        done -> ownSystem ? system.getWhenTerminated() : CompletableFuture.completedStage(Done.done()))
                .thenApply(done -> null);
        if (clustered) {
            // Whatever makes this node leave, its sessions leave first.
            Cancellable task = CoordinatedShutdown.get(system)
                    .addCancellableTask(
                            CoordinatedShutdown.PhaseBeforeServiceUnbind(), "consonance-drain", this::drain);
            life.ended().thenRun(task::cancel);
        }
    }

    /** This host, once its health can be asked for; closed again if that cannot be. */
    CompletionStage<VoiceHost> startManagement(ClusterSettings settings) {
        if (!clustered || !ownSystem || settings.managementPort() == 0) {
            return CompletableFuture.completedFuture(this);
        }
        return PekkoManagement.get(system.classicSystem())
                .start()
                .handle((uri, failure) -> failure)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedFuture(this)
                        : closeAsync()
                                .thenCompose(done -> CompletableFuture.failedFuture(new IOException(
                                        "cannot listen on HTTP " + settings.address() + ":" + settings.managementPort()
                                                + ": " + HostSockets.reason(failure)
                                                + " (consonance.cluster.management-port)",
                                        failure))));
    }

    /** A host to be: say what differs from the settings, then start it. */
    public static VoiceHostBuilder builder() {
        return new VoiceHostBuilder();
    }

    /** Where it takes TCP connections; UDP has the same number. */
    public InetSocketAddress address() {
        return address;
    }

    /** Where it takes datagrams; empty when UDP is switched off. */
    public Optional<InetSocketAddress> udpAddress() {
        return Optional.ofNullable(udpAddress);
    }

    /** The names of all sessions, sorted, those that linger empty included. */
    public CompletionStage<List<String>> sessions() {
        return ask(HostActor.GetSessions::new);
    }

    /** Who is in a session; empty where there is none of that name. */
    public CompletionStage<Optional<SessionSnapshot>> session(String session) {
        return askSession(session, SessionActor.GetSnapshot::new, Optional.empty());
    }

    /** Who is in a room and who speaks there; empty where nobody is. */
    public CompletionStage<Optional<RoomSnapshot>> room(String session, String room) {
        return askSession(session, replyTo -> new SessionActor.GetRoom(room, replyTo), Optional.empty());
    }

    /**
     * Makes a session, if there is none of that name, that stays when it is empty; false where there is no room for one more. In a cluster it may
     * be at another node, and stays while it is at nodes that opened it too; false also where no node could take it within the patience, and it is
     * tried again until it is closed.
     */
    public CompletionStage<Boolean> openSession(String session) {
        return AskPattern.ask(
                host, replyTo -> new HostActor.OpenSession(session, replyTo), openTimeout, system.scheduler());
    }

    /** Ends a session: everybody in it is told UNKNOWN_SESSION and closed. False where there is none of that name. */
    public CompletionStage<Boolean> closeSession(String session) {
        return ask(replyTo -> new HostActor.CloseSession(session, replyTo));
    }

    /** Removes a player and closes its connection; it may join again. False where it is not there. */
    public CompletionStage<Boolean> kick(String session, String player, String reason) {
        return askSession(session, replyTo -> new SessionActor.Kick(player, RejectCode.KICKED, reason, replyTo), false);
    }

    /**
     * Refuses a name in a session for some time, as long as the session lives, and removes the player of that name. False
     * where none was there; the ban holds all the same, but not where there is no such session.
     */
    public CompletionStage<Boolean> ban(String session, String player, Duration duration, String reason) {
        return askSession(session, replyTo -> new SessionActor.Ban(player, duration, reason, replyTo), false);
    }

    /** Lifts a ban; false where there is none. */
    public CompletionStage<Boolean> unban(String session, String player) {
        return askSession(session, replyTo -> new SessionActor.Unban(player, replyTo), false);
    }

    /** Keeps a player's voice from the others, or no longer; texts pass. False where it is not there. */
    public CompletionStage<Boolean> mute(String session, String player, boolean muted) {
        return askSession(session, replyTo -> new SessionActor.Mute(player, muted, replyTo), false);
    }

    /** Mutes whoever is in a room as long as it is there, or no longer; false where nobody is. */
    public CompletionStage<Boolean> muteRoom(String session, String room, boolean muted) {
        return askSession(session, replyTo -> new SessionActor.MuteRoom(room, muted, replyTo), false);
    }

    /** What was counted since the start, by name: connections, refusals, dropped packets by cause. */
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    /** Where peers of this process connect, without sockets; a credential is not asked for. */
    public HostConnection.Acceptor localPeers() {
        return peer -> {
            LocalTransport transport = new LocalTransport(peer);
            if (life.ended().isDone()) {
                transport.refuse();
            } else {
                host.tell(new HostActor.ConnectLocal(transport));
            }
            return transport;
        };
    }

    /** Gives its sessions to the other nodes, if there are any. Tells peers DRAINING, gives them the linger time, closes the sockets and, if it is its own, ends the actor system. */
    public synchronized CompletionStage<Void> closeAsync() {
        if (!closing) {
            closing = true;
            if (clustered && ownSystem) {
                CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
            } else if (clustered) {
                // Should that take too long, the others find what was saved last.
                drain().whenComplete((done, failure) -> host.tell(new HostActor.Stop()));
            } else {
                // An own system ends with its guardian, which is the host.
                host.tell(new HostActor.Stop());
            }
        }
        return whenClosed();
    }

    /**
     * Completes once the host can do without another node of its cluster: it is a member, more than half of the nodes hear it, and it remembers
     * every session. Without a cluster at once.
     */
    public CompletionStage<Void> whenReady() {
        return life.ready().minimalCompletionStage();
    }

    /**
     * Has the virtual machine run this when it is told to end, while the node can still reach the others; {@link #close} belongs here. The answer
     * takes it back, and is false once the machine is ending.
     */
    public BooleanSupplier onExit(Runnable task) {
        return CoordinatedShutdown.get(system).addCancellableJvmShutdownHook(task)::cancel;
    }

    /** Completes once the host is closed, or has failed. */
    public CompletionStage<Void> whenClosed() {
        return closed.minimalCompletionStage();
    }

    /**
     * Whether the other nodes of its cluster have put this one out, because they could not reach it. It is closed then, and may be started
     * anew.
     */
    public boolean wasPutOut() {
        return clustered
                && CoordinatedShutdown.get(system)
                        .getShutdownReason()
                        .filter(CoordinatedShutdown.clusterDowningReason()::equals)
                        .isPresent();
    }

    /** Closes the host and waits for it: the linger time as a rule, 90 seconds at most. */
    @Override
    public void close() {
        boolean interrupted = false;
        try {
            closeAsync().toCompletableFuture().get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the host did not close", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionStage<Done> drain() {
        return AskPattern.ask(host, HostActor.Drain::new, DRAIN_TIMEOUT, system.scheduler());
    }

    private <T> CompletionStage<T> ask(
            org.apache.pekko.japi.function.Function<ActorRef<T>, HostActor.Command> question) {
        return AskPattern.ask(host, question, ANSWER_TIMEOUT, system.scheduler());
    }

    private <T> CompletionStage<T> askSession(
            String session, Function<ActorRef<T>, SessionActor.Command> question, T absent) {
        return ask(replyTo -> new HostActor.AskSession<>(session, question, absent, replyTo));
    }
}

package io.consonance.actors.host;

import io.consonance.actors.settings.HostSocketSettings;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;

/**
 * The two sockets of a host, on one port number: TCP first, then UDP on the number TCP got. Immutable.
 *
 * @param udpAddress null where there is no UDP
 */
record HostSockets(Tcp.ServerBinding tcp, InetSocketAddress udpAddress) {
    private static final int MOST_ATTEMPTS = 20;

    /**
     * Binds both. With port 0, a number whose UDP side is taken is given back and another one tried; with a number given,
     * that one or none.
     *
     * @param bindUdp binds UDP to an address; fails, or gives what it bound (null for no UDP)
     */
    static CompletionStage<HostSockets> bind(
            ActorSystem<?> system,
            HostSocketSettings settings,
            Consumer<Tcp.IncomingConnection> incoming,
            Function<InetSocketAddress, CompletionStage<InetSocketAddress>> bindUdp) {
        return attempt(system, settings, incoming, bindUdp, 1);
    }

    private static CompletionStage<HostSockets> attempt(
            ActorSystem<?> system,
            HostSocketSettings settings,
            Consumer<Tcp.IncomingConnection> incoming,
            Function<InetSocketAddress, CompletionStage<InetSocketAddress>> bindUdp,
            int attempt) {
        return bindTcp(system, settings, incoming)
                .thenCompose(tcp -> bindUdp.apply(tcp.localAddress())
                        .handle((udpAddress, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedFuture(new HostSockets(tcp, udpAddress));
                            }
                            CompletionStage<Void> unbound = tcp.unbind().thenApply(done -> null);
                            if (settings.port() == 0 && attempt < MOST_ATTEMPTS) {
                                return unbound.thenCompose(
                                        done -> attempt(system, settings, incoming, bindUdp, attempt + 1));
                            }
                            return unbound.thenCompose(done -> CompletableFuture.<HostSockets>failedFuture(
                                    bindFailure("UDP", tcp.localAddress(), failure)));
                        })
                        .thenCompose(next -> next));
    }

    private static CompletionStage<Tcp.ServerBinding> bindTcp(
            ActorSystem<?> system, HostSocketSettings settings, Consumer<Tcp.IncomingConnection> incoming) {
        // Half-close stays possible: a last word must reach the peer even if it was still sending.
        return Tcp.get(system)
                .bind(settings.bind(), settings.port(), settings.acceptBacklog(), List.of(), true, Optional.empty())
                .to(Sink.foreach(incoming::accept))
                .run(system)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        bindFailure("TCP", settings.bind() + ":" + settings.port(), failure)));
    }

    private static Throwable bindFailure(String carrier, Object address, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        BindException told =
                new BindException("cannot listen on " + carrier + " " + address + ": " + root.getMessage());
        told.initCause(cause);
        return told;
    }

    /** Takes no further connections; completes when the socket is closed. */
    CompletionStage<Void> unbind() {
        return tcp.unbind().thenApply(done -> null);
    }
}

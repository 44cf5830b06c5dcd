package io.consonance.actors.host;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.settings.HostSocketSettings;
import io.consonance.actors.settings.Settings;
import io.consonance.actors.stream.RelaySockets;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;

/**
 * The two sockets of a host, on one port number: TCP first, then UDP on the number TCP got. Immutable.
 *
 * @param udp null where there is no UDP
 */
record HostSockets(Tcp.ServerBinding tcp, RelaySockets udp) {
    private static final int MOST_ATTEMPTS = 20;

    /**
     * Binds both. With port 0, a number whose UDP side is taken is given back and another one tried; with a number given,
     * that one or none.
     */
    static CompletionStage<HostSockets> bind(
            ActorSystem<?> system, Settings settings, Consumer<Tcp.IncomingConnection> incoming) {
        return attempt(system, settings, incoming, 1);
    }

    private static CompletionStage<HostSockets> attempt(
            ActorSystem<?> system, Settings settings, Consumer<Tcp.IncomingConnection> incoming, int attempt) {
        return bindTcp(system, settings.host(), incoming).thenCompose(tcp -> {
            try {
                return CompletableFuture.completedFuture(new HostSockets(tcp, bindUdp(settings, tcp.localAddress())));
            } catch (IOException failure) {
                CompletionStage<Void> unbound = tcp.unbind().thenApply(done -> null);
                if (settings.host().port() == 0 && attempt < MOST_ATTEMPTS) {
                    return unbound.thenCompose(done -> attempt(system, settings, incoming, attempt + 1));
                }
                return unbound.thenCompose(done -> CompletableFuture.failedFuture(
                        bindFailure("UDP", HostAddress.of(tcp.localAddress()), failure)));
            }
        });
    }

    private static RelaySockets bindUdp(Settings settings, InetSocketAddress address) throws IOException {
        return settings.host().udp() ? RelaySockets.bind(address, settings.relay()) : null;
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
        BindException told = new BindException("cannot listen on " + carrier + " " + address + ": " + reason(cause));
        told.initCause(cause);
        return told;
    }

    /** Why nobody can listen there, in the system's words. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // The JDK says nothing more of an unknown name.
        return root instanceof UnresolvedAddressException
                ? "no such address"
                : withoutAddress(Objects.requireNonNullElse(root.getMessage(), root.toString()));
    }

    /** Pekko puts the address first, in brackets and with a slash; it is told already. */
    private static String withoutAddress(String reason) {
        return reason.replaceFirst("^\\[[^\\s]*] ", "");
    }

    /** Where datagrams are taken, or null. */
    InetSocketAddress udpAddress() {
        return udp == null ? null : udp.address();
    }

    /** Takes no further connections; completes when the socket is closed. */
    CompletionStage<Void> unbind() {
        return tcp.unbind().thenApply(done -> null);
    }
}

package io.consonance.actors.client;

import io.consonance.engine.link.RejectCode;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What became of a client's connection. Immutable, may be kept and passed between threads. */
public sealed interface ClientEvent {
    /**
     * The TCP connection stands; the session has yet to admit us.
     *
     * @param host null for a host in this process
     */
    record Connected(InetSocketAddress host) implements ClientEvent {}

    /** The host sends us elsewhere and we go. */
    record Redirected(HostAddress to) implements ClientEvent {}

    /** Unreliable packets travel by UDP from now on ({@code bound}), or over TCP. */
    record UdpBound(boolean bound) implements ClientEvent {}

    /**
     * The host refused us or sent us away; Disconnected or Stopped follows.
     *
     * @param reason the host's words, for people; null if it gave none
     * @param retried whether we try again
     */
    record Rejected(RejectCode code, String reason, boolean retried) implements ClientEvent {}

    /**
     * The connection failed or ended and is made again.
     *
     * @param cause for people
     * @param retryAfter the pause before the next attempt
     */
    record Disconnected(String cause, Duration retryAfter) implements ClientEvent {}

    /**
     * The last event: the client is gone, with all its sockets.
     *
     * @param detail for people
     */
    record Stopped(StopCause cause, String detail) implements ClientEvent {}

    /** Why a client stopped. */
    enum StopCause {
        /** It was told to leave. */
        LEFT,
        /** It was told to vanish. */
        VANISHED,
        /** The host does not want it, and trying again would not help. */
        REJECTED,
        /** The connection ended or could not be made, and {@code consonance.client.reconnect} is off. */
        DISCONNECTED,
        /** The actor was stopped from outside, or failed. */
        TERMINATED
    }
}

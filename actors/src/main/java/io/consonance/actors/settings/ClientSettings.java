package io.consonance.actors.settings;

import java.time.Duration;

/** {@code consonance.client}: a client over real sockets; {@code reference.conf} documents each. */
public record ClientSettings(
        Duration connectTimeout,
        Duration handshakeRetry,
        boolean udp,
        boolean p2p,
        Duration reconnectStep,
        Duration reconnectMax,
        int sendQueueBytes) {}

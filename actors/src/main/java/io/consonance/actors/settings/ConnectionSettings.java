package io.consonance.actors.settings;

import java.time.Duration;

/**
 * {@code consonance.client}: how a client connects and stays connected; {@code reference.conf} documents each.
 *
 * @param reconnectJitter share of a pause that is random, 0 to 1
 */
public record ConnectionSettings(
        Duration connectTimeout,
        Duration joinTimeout,
        Duration handshakeRetry,
        boolean udp,
        boolean p2p,
        Duration directPing,
        boolean reconnect,
        Duration reconnectMin,
        Duration reconnectMax,
        double reconnectJitter,
        Duration reconnectReset,
        int sendQueueFrames,
        int receiveBufferBytes,
        int threads) {}

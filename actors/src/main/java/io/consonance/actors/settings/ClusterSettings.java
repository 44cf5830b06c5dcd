package io.consonance.actors.settings;

import java.time.Duration;
import java.util.List;

/**
 * {@code consonance.cluster}: how nodes find each other and share their sessions; {@code reference.conf} documents each.
 *
 * @param managementPort 0 for none
 * @param seeds {@code host:port} each
 * @param voiceAddress where peers reach this node; empty for {@code consonance.host.bind}
 */
public record ClusterSettings(
        boolean enabled,
        String address,
        int port,
        int managementPort,
        List<String> seeds,
        String voiceAddress,
        Duration lease,
        Duration beat,
        Duration patience,
        Duration returnGrace,
        boolean rebalance,
        Duration rebalanceAfter,
        Duration heartbeatPause,
        Duration stableAfter,
        TlsSettings tls) {
    /** {@code consonance.cluster.tls}: PEM files, read again when they change. */
    public record TlsSettings(boolean enabled, String key, String certificate, String authority) {}
}

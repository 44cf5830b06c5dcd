package io.consonance.actors.settings;

import java.time.Duration;

/**
 * {@code consonance.host}: the host's sockets and what one peer may cost; {@code reference.conf} documents each.
 *
 * @param credential never printed
 */
public record HostSocketSettings(
        String bind,
        int port,
        boolean udp,
        int acceptBacklog,
        int maxConnections,
        int maxConnectsPerSecond,
        Duration keepAlive,
        Duration handshakeDeadline,
        int maxDamagedPerMinute,
        int sendQueueBytes,
        Duration stall,
        Duration closeLinger,
        String credential,
        boolean p2pCandidates,
        Tls tls) {

    /**
     * {@code consonance.host.tls}.
     *
     * @param keystore path of the key store, empty for no TLS
     * @param keystorePassword never printed
     */
    public record Tls(String keystore, String keystorePassword, boolean sealDatagrams) {
        /** Whether connections are encrypted. */
        public boolean enabled() {
            return !keystore.isEmpty();
        }

        @Override
        public String toString() {
            return "Tls[keystore=" + keystore + ", sealDatagrams=" + sealDatagrams + "]";
        }
    }

    /** Whether a peer has to say a credential in its LinkJoin. */
    public boolean credentialRequired() {
        return !credential.isEmpty();
    }

    @Override
    public String toString() {
        return "HostSocketSettings[bind=" + bind + ", port=" + port + "]";
    }
}

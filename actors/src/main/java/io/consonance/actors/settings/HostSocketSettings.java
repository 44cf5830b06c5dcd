package io.consonance.actors.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
        boolean p2pCandidates) {

    /** Whether a peer has to say a credential in its LinkJoin. */
    public boolean credentialRequired() {
        return !credential.isEmpty();
    }

    /** Whether a peer that says this (null for nothing) may join; takes the same time wherever a wrong one differs. */
    public boolean accepts(String said) {
        return !credentialRequired() || (said != null && MessageDigest.isEqual(utf8(said), utf8(credential)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "HostSocketSettings[bind=" + bind + ", port=" + port + "]";
    }
}

package io.consonance.engine.link;

import java.time.Duration;

/**
 * How a host treats its links; immutable.
 *
 * @param keepAlive silence after which a link ends, whole seconds, 1..65535
 * @param handshakeTimeout from accept to a complete HandshakeRequest, up to a day
 * @param damagedPacketLimit how many damaged packets within {@code damagedPacketWindow} end a link, 1..1000000
 * @param damagedPacketWindow see above, up to a day
 * @param credentialRequired told to peers; the machine itself checks no credential
 * @param candidatesOffered told to peers
 */
public record HostLinkSettings(
        Duration keepAlive,
        Duration handshakeTimeout,
        int damagedPacketLimit,
        Duration damagedPacketWindow,
        boolean credentialRequired,
        boolean candidatesOffered) {

    /** Checks the ranges. */
    public HostLinkSettings {
        LinkFields.checkRange("keepAlive seconds", keepAlive.toSeconds(), 1, LinkFields.U16_MAX);
        if (keepAlive.getNano() != 0) {
            throw new IllegalArgumentException("keepAlive is " + keepAlive + ", must be whole seconds");
        }
        LinkFields.checkDuration("handshakeTimeout", handshakeTimeout);
        LinkFields.checkRange("damagedPacketLimit", damagedPacketLimit, 1, 1_000_000);
        LinkFields.checkDuration("damagedPacketWindow", damagedPacketWindow);
    }

    /** The values {@code link.md} names. */
    public static HostLinkSettings defaults() {
        return new HostLinkSettings(
                Duration.ofSeconds(15), Duration.ofSeconds(10), 20, Duration.ofMinutes(1), false, false);
    }

    /** The same with another keep-alive. */
    public HostLinkSettings withKeepAlive(Duration value) {
        return new HostLinkSettings(
                value,
                handshakeTimeout,
                damagedPacketLimit,
                damagedPacketWindow,
                credentialRequired,
                candidatesOffered);
    }

    /** The same with another deadline for the handshake. */
    public HostLinkSettings withHandshakeTimeout(Duration value) {
        return new HostLinkSettings(
                keepAlive, value, damagedPacketLimit, damagedPacketWindow, credentialRequired, candidatesOffered);
    }

    /** The same, asking for a credential or not. */
    public HostLinkSettings withCredentialRequired(boolean value) {
        return new HostLinkSettings(
                keepAlive, handshakeTimeout, damagedPacketLimit, damagedPacketWindow, value, candidatesOffered);
    }

    /** The same, offering candidates or not. */
    public HostLinkSettings withCandidatesOffered(boolean value) {
        return new HostLinkSettings(
                keepAlive, handshakeTimeout, damagedPacketLimit, damagedPacketWindow, credentialRequired, value);
    }
}

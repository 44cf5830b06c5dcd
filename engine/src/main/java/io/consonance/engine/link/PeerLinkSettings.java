package io.consonance.engine.link;

import java.time.Duration;

/**
 * How a peer reaches its host; immutable.
 *
 * @param session the session to join, null for the default one
 * @param credential null for none; never to be logged
 * @param udp whether to bind a UDP address when the host has one
 * @param helloTimeout from the connection to the greeting of the host
 * @param bindInterval between two LinkBind packets of the first attempts
 * @param bindAttempts how many first attempts there are, at least 1
 * @param rebindInterval between two LinkBind packets after those
 */
public record PeerLinkSettings(
        String session,
        String credential,
        boolean udp,
        Duration helloTimeout,
        Duration bindInterval,
        int bindAttempts,
        Duration rebindInterval) {

    /** Checks the ranges; every duration is above zero and at most a day. */
    public PeerLinkSettings {
        LinkFields.checkDuration("helloTimeout", helloTimeout);
        LinkFields.checkDuration("bindInterval", bindInterval);
        LinkFields.checkRange("bindAttempts", bindAttempts, 1, 1_000_000);
        LinkFields.checkDuration("rebindInterval", rebindInterval);
    }

    /** The default session, without a credential, with UDP, and the times {@code link.md} names. */
    public static PeerLinkSettings defaults() {
        return new PeerLinkSettings(
                null, null, true, Duration.ofSeconds(10), Duration.ofMillis(250), 20, Duration.ofSeconds(30));
    }

    /** The same for another session. */
    public PeerLinkSettings withSession(String value) {
        return new PeerLinkSettings(value, credential, udp, helloTimeout, bindInterval, bindAttempts, rebindInterval);
    }

    /** The same with another credential. */
    public PeerLinkSettings withCredential(String value) {
        return new PeerLinkSettings(session, value, udp, helloTimeout, bindInterval, bindAttempts, rebindInterval);
    }

    /** The same with or without UDP. */
    public PeerLinkSettings withUdp(boolean value) {
        return new PeerLinkSettings(
                session, credential, value, helloTimeout, bindInterval, bindAttempts, rebindInterval);
    }

    @Override
    public String toString() {
        return "PeerLinkSettings[session=" + session + ", udp=" + udp
                + (credential == null ? "]" : ", with a credential]");
    }
}

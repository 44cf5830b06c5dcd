package io.consonance.actors.settings;

import java.time.Duration;

/**
 * {@code consonance.session}: what every session of a host has in common; {@code reference.conf} documents each.
 *
 * @param handshakeState {@code auto}, {@code inline} or {@code separate}
 */
public record SessionSettings(
        Duration idQuarantine,
        String handshakeState,
        boolean loopback,
        boolean nameTakeover,
        boolean createOnJoin,
        int maxSessions,
        Duration emptySessionLinger,
        int maxClients,
        int maxClientNameBytes,
        int maxRoomNameBytes,
        int maxRoomsPerClient,
        Duration speakingHold) {}

package io.consonance.engine.host;

import java.time.Duration;
import java.util.Objects;

/**
 * What may differ from session to session. Immutable; checked when made.
 *
 * @param idQuarantine how long a freed client id is kept from other names, 0 to 1 day; 0 is exactly the original
 * @param handshakeState how a newcomer learns who is there
 * @param loopback whether a client that names itself as a destination gets its packet back
 * @param nameTakeover whether a handshake under a name in use takes the name over, or is refused
 * @param maxClients 1..65535
 * @param maxClientNameBytes longest client name in UTF-8, 1..900
 * @param maxRoomNameBytes longest room name in UTF-8, 1..1000
 * @param maxRoomsPerClient most rooms one client may be in, 1..65535
 */
public record HostSettings(
        Duration idQuarantine,
        HandshakeState handshakeState,
        boolean loopback,
        boolean nameTakeover,
        int maxClients,
        int maxClientNameBytes,
        int maxRoomNameBytes,
        int maxRoomsPerClient) {

    /** Most clients a session can number; id 65535 stands for "the server only" and is never given away. */
    public static final int MAX_CLIENTS = ClientIds.CAPACITY;

    private static final Duration MAX_QUARANTINE = Duration.ofDays(1);

    /** Checks the ranges. */
    public HostSettings {
        Objects.requireNonNull(handshakeState, "handshakeState");
        if (idQuarantine.isNegative() || idQuarantine.compareTo(MAX_QUARANTINE) > 0) {
            throw new IllegalArgumentException("idQuarantine is " + idQuarantine + ", allowed PT0S.." + MAX_QUARANTINE);
        }
        check("maxClients", maxClients, MAX_CLIENTS);
        check("maxClientNameBytes", maxClientNameBytes, 900);
        check("maxRoomNameBytes", maxRoomNameBytes, 1_000);
        check("maxRoomsPerClient", maxRoomsPerClient, 0xFFFF);
    }

    /** Quarantine of 60 s, automatic handshake state, no loopback, takeover, 65,535 clients, 512 and 1,000 bytes, 256 rooms. */
    public static HostSettings defaults() {
        return new HostSettings(Duration.ofSeconds(60), HandshakeState.AUTO, false, true, MAX_CLIENTS, 512, 1_000, 256);
    }

    /** These settings with another quarantine. */
    public HostSettings withIdQuarantine(Duration quarantine) {
        return new HostSettings(
                quarantine,
                handshakeState,
                loopback,
                nameTakeover,
                maxClients,
                maxClientNameBytes,
                maxRoomNameBytes,
                maxRoomsPerClient);
    }

    /** These settings with another form of handshake answer. */
    public HostSettings withHandshakeState(HandshakeState state) {
        return new HostSettings(
                idQuarantine,
                state,
                loopback,
                nameTakeover,
                maxClients,
                maxClientNameBytes,
                maxRoomNameBytes,
                maxRoomsPerClient);
    }

    /** These settings with loopback on or off. */
    public HostSettings withLoopback(boolean on) {
        return new HostSettings(
                idQuarantine,
                handshakeState,
                on,
                nameTakeover,
                maxClients,
                maxClientNameBytes,
                maxRoomNameBytes,
                maxRoomsPerClient);
    }

    /** These settings with name takeover on or off. */
    public HostSettings withNameTakeover(boolean on) {
        return new HostSettings(
                idQuarantine,
                handshakeState,
                loopback,
                on,
                maxClients,
                maxClientNameBytes,
                maxRoomNameBytes,
                maxRoomsPerClient);
    }

    /** These settings with another limit of clients. */
    public HostSettings withMaxClients(int clients) {
        return new HostSettings(
                idQuarantine,
                handshakeState,
                loopback,
                nameTakeover,
                clients,
                maxClientNameBytes,
                maxRoomNameBytes,
                maxRoomsPerClient);
    }

    private static void check(String setting, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(setting + " is " + value + ", allowed 1.." + max);
        }
    }
}

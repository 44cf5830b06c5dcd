package io.consonance.actors.host;

import io.consonance.actors.settings.HostSocketSettings;
import io.consonance.actors.settings.SessionSettings;
import io.consonance.engine.host.HandshakeState;
import io.consonance.engine.host.HostSettings;
import io.consonance.engine.link.HostLinkSettings;
import java.time.Duration;
import java.util.Locale;

/** The settings of the engine's machines, as the program's settings say. */
final class EngineSettings {
    private EngineSettings() {}

    static HostSettings session(SessionSettings settings) {
        return new HostSettings(
                settings.idQuarantine(),
                HandshakeState.valueOf(settings.handshakeState().toUpperCase(Locale.ROOT)),
                settings.loopback(),
                settings.nameTakeover(),
                settings.maxClients(),
                settings.maxClientNameBytes(),
                settings.maxRoomNameBytes(),
                settings.maxRoomsPerClient());
    }

    static HostLinkSettings link(HostSocketSettings settings) {
        return new HostLinkSettings(
                settings.keepAlive(),
                settings.handshakeDeadline(),
                settings.maxDamagedPerMinute(),
                Duration.ofMinutes(1),
                settings.credentialRequired(),
                settings.p2pCandidates());
    }
}

package io.consonance.audio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.actors.client.ClientEvent;
import io.consonance.actors.client.ClientEvent.StopCause;
import io.consonance.actors.client.HostAddress;
import io.consonance.engine.link.RejectCode;
import io.consonance.engine.peer.PeerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionNoticesTest {

    private static final PeerEvent JOINED = new PeerEvent.Joined(1, 2);

    private final List<String> notices = new ArrayList<>();
    private final ConnectionNotices connection =
            new ConnectionNotices(new HostAddress("192.0.2.1", 7400), notices::add);

    @Test
    void shouldSayOnceThatTheConnectionIsLostAndOnceThatItIsBack() {
        connection.onPeerEvent(JOINED);
        assertThat(connection.isConnected()).isTrue();

        connection.onClientEvent(disconnected("connection reset"));
        connection.onClientEvent(disconnected("connection refused"));
        assertThat(connection.isConnected()).isFalse();
        connection.onPeerEvent(JOINED);

        assertThat(connection.isConnected()).isTrue();
        assertThat(notices).containsExactly("connection lost (connection reset), trying again", "connected again");
    }

    @Test
    void shouldGiveTheHostsReasonForTheLoss() {
        connection.onPeerEvent(JOINED);
        connection.onClientEvent(new ClientEvent.Rejected(RejectCode.DRAINING, "the host stops", true));
        connection.onClientEvent(disconnected("rejected: DRAINING, the host stops"));

        assertThat(notices).containsExactly("connection lost (the host stops), trying again");
    }

    @Test
    void shouldSayWhySomebodyWasSentAway() {
        connection.onPeerEvent(JOINED);
        connection.onClientEvent(new ClientEvent.Rejected(RejectCode.KICKED, "somebody else joined as Ann", false));
        connection.onClientEvent(new ClientEvent.Stopped(StopCause.REJECTED, "rejected: KICKED"));

        assertThat(connection.isConnected()).isFalse();
        assertThat(notices).containsExactly("sent away: somebody else joined as Ann");
    }

    @Test
    void shouldSayAtOnceWhyItTriesAndEachReasonOnce() {
        connection.onClientEvent(disconnected("connection refused"));
        connection.onClientEvent(disconnected("connection refused"));

        assertThat(notices).containsExactly("192.0.2.1:7400: connection refused; trying for 30 s");
        assertThat(connection.isConnected()).isFalse();
    }

    @Test
    void shouldSayNothingWhenItLeavesByItself() {
        connection.onPeerEvent(JOINED);
        connection.onClientEvent(new ClientEvent.Stopped(StopCause.LEFT, "left"));

        assertThat(notices).isEmpty();
        assertThat(connection.isConnected()).isTrue();
    }

    private static ClientEvent disconnected(String cause) {
        return new ClientEvent.Disconnected(cause, Duration.ofSeconds(1));
    }
}

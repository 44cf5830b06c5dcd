package io.consonance.actors.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.wire.ClientState;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostJoinIT {
    private VoiceHost host;

    @BeforeEach
    void start() throws IOException {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void shouldGreetEveryConnectionWithATokenOfItsOwn() {
        try (RawPeer first = RawPeer.connect(host);
                RawPeer second = RawPeer.connect(host)) {
            assertThat(first.hello().token()).isNotEqualTo(second.hello().token());
            assertThat(first.hello().keepAliveSeconds()).isEqualTo(15);
            assertThat(first.hello().flags()).isZero();
        }
    }

    @Test
    void shouldTellTheOthersOfANewcomerOnceItToldItsState() {
        try (RawPeer alice = RawPeer.joined(host, "alice", "lobby");
                RawPeer bob = RawPeer.connect(host)) {
            var response = bob.handshake("bob");
            assertThat(response.session()).isEqualTo(alice.session());
            assertThat(response.clientId()).isEqualTo(1);
            assertThat(response.clients()).extracting("name").containsExactly("alice");
            assertThat(alice.settled()).isEmpty();

            bob.state("lobby", "red");
            bob.settled();

            assertThat(alice.next(ClientState.class).client().name()).isEqualTo("bob");
        }
    }
}

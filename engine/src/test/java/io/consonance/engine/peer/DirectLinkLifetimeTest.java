package io.consonance.engine.peer;

import static io.consonance.engine.peer.PeerBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.peer.PeerEvent.DirectPathOpened;
import io.consonance.engine.wire.HandshakeP2P;
import io.consonance.engine.wire.RemoveClient;
import org.junit.jupiter.api.Test;

/** How long direct links are remembered, and how many of those that others began. */
class DirectLinkLifetimeTest {

    private static final HandshakeP2P ANNS = new HandshakeP2P(SESSION, 1);
    private static final long LINK = 70;

    private final PeerBench bench = PeerBench.joined("Ann");

    @Test
    void shouldRememberOnlySoManyLinksThatOthersBegan() {
        for (int link = 0; link < DirectLinks.MAX_ACCEPTED; link++) {
            bench.receiveDirect(link, new HandshakeP2P(SESSION, 1000));
        }
        assertThat(bench.takeDrops()).isEmpty();

        bench.receiveDirect(5000, ANNS);

        assertThat(bench.takeDrops()).containsExactly(PeerDrop.TOO_MANY_DIRECT_LINKS);
        bench.peer.openDirectLink(bench.nowNanos, LINK, 1, bench);
        bench.receiveDirect(LINK, ANNS);
        assertThat(bench.takeEvents()).containsExactly(new DirectPathOpened("Ann", LINK));
    }

    @Test
    void shouldForgetLinksThatOthersBeganWhenTheyLeave() {
        for (int link = 0; link < 2 * DirectLinks.MAX_ACCEPTED; link++) {
            bench.receiveDirect(link, ANNS);
            bench.receive(new RemoveClient(SESSION, 1));
            bench.state(1, "Ann");
        }

        assertThat(bench.takeDrops()).isEmpty();
    }

    @Test
    void shouldForgetLinksThatOthersBeganWithTheSession() {
        for (int link = 0; link < 2 * DirectLinks.MAX_ACCEPTED; link++) {
            bench.receiveDirect(link, new HandshakeP2P(SESSION, 1000));
            bench.peer.handleDisconnected(bench.nowNanos, bench);
            bench.join("Ann");
        }

        assertThat(bench.takeDrops()).isEmpty();
    }

    @Test
    void shouldKeepAPathThatTheOtherSideOpenedFirst() {
        bench.receiveDirect(LINK, ANNS);
        bench.forget();

        bench.peer.openDirectLink(bench.nowNanos, LINK, 1, bench);
        bench.passMillis(60_000);

        assertThat(bench.events).isEmpty();
        assertThat(bench.sentDirect).isEmpty();
        assertThat(bench.peer.player("Ann").direct()).isTrue();
        bench.receive(new RemoveClient(SESSION, 1));
        bench.passMillis(1000);
        assertThat(bench.sentDirect).as("it is ours as well").isNotEmpty();
    }

    @Test
    void shouldAnswerAgainAfterEveryReturnOfAPlayer() {
        bench.peer.openDirectLink(bench.nowNanos, LINK, 1, bench);
        for (int i = 0; i < 10; i++) {
            bench.receiveDirect(LINK, ANNS);
            bench.passMillis(2000);
            bench.forget();
            bench.receiveDirect(LINK, ANNS);
            assertThat(bench.sentDirect).as("answer after %d returns", i).hasSize(1);
            bench.receive(new RemoveClient(SESSION, 1));
            bench.state(1, "Ann");
        }
    }
}

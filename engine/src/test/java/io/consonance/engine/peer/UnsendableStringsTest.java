package io.consonance.engine.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Strings of the application that no packet can carry. */
class UnsendableStringsTest {

    /** A lone surrogate becomes three bytes on the wire. */
    private static final String LONE_SURROGATES = "\uD800".repeat(30_000);

    private static final String TOO_LONG = "x".repeat(65_535);

    @Test
    void shouldDropATextWhoseBytesAreTooManyOnTheWire() {
        PeerBench bench = PeerBench.joined("Ann");

        assertThat(bench.peer.sendTextToPlayer(bench.nowNanos, "Ann", LONE_SURROGATES, bench))
                .isFalse();

        assertThat(bench.takeDrops()).containsExactly(PeerDrop.TEXT_TOO_LONG);
    }

    @Test
    void shouldRefuseARoomNameNoPacketCanCarryAndStayAsItWas() {
        PeerBench bench = PeerBench.joined();

        assertThatIllegalArgumentException().isThrownBy(() -> bench.joinRoom(TOO_LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> bench.joinRoom(LONE_SURROGATES));

        assertThat(bench.peer.rooms().size()).isZero();
    }

    @Test
    void shouldRefuseANameNoPacketCanCarry() {
        assertThatIllegalArgumentException().isThrownBy(() -> PeerSettings.of(TOO_LONG, PeerBench.CODEC));
        assertThatIllegalArgumentException().isThrownBy(() -> PeerSettings.of(LONE_SURROGATES, PeerBench.CODEC));
    }
}

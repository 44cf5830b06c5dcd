package io.consonance.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consonance.engine.wire.Wire;
import java.time.Duration;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class LinkSettingsTest {

    private static final ByteString TOKEN = ByteString.fromArray(new byte[16]);

    private final Trace out = new Trace();

    @Test
    void shouldRefuseTimesThatNoClockCanReckonWith() {
        Duration centuries = Duration.ofNanos(Long.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostLinkSettings.defaults().withHandshakeTimeout(centuries))
                .withMessage("handshakeTimeout is " + centuries + ", allowed above zero, up to PT24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostLinkSettings.defaults().withHandshakeTimeout(Duration.ofDays(200_000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostLinkSettings.defaults().withHandshakeTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeerLinkSettings(
                        null, null, true, centuries, Duration.ofMillis(250), 20, Duration.ofSeconds(30)));
    }

    @Test
    void shouldSendNothingLargerThanAFrame() {
        PeerLink link = new PeerLink(PeerLinkSettings.defaults());
        link.handleConnected(0, out);
        link.handleFrame(0, new LinkHello(0, 0, 15, TOKEN).encode(), out);
        out.take();

        link.send(ByteString.fromArrayUnsafe(new byte[Wire.MAX_FRAME_BYTES + 1]), true, out);
        assertThat(out.take()).containsExactly("dropped OVERSIZED");

        link.send(ByteString.fromArrayUnsafe(new byte[Wire.MAX_FRAME_BYTES]), true, out);
        assertThat(out.take()).hasSize(1).noneMatch("dropped OVERSIZED"::equals);
    }
}

package io.consonance.actors.stream;

import static io.consonance.actors.stream.RelayPackets.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class IslandOutboxTest {

    private static final InetSocketAddress DESTINATION = new InetSocketAddress("127.0.0.1", 1001);

    private final IslandOutbox outbox = new IslandOutbox();
    private final List<ByteString> sent = new ArrayList<>();

    @Test
    void shouldHandOverInOrder() {
        for (int i = 0; i < 100; i++) {
            assertThat(outbox.offer(DESTINATION, bytes(i))).isTrue();
        }
        outbox.drain((destination, packet) -> sent.add(packet));
        assertThat(sent).hasSize(100);
        assertThat(sent.get(99)).isEqualTo(bytes(99));
        assertThat(outbox.takeDropped()).isZero();
    }

    @Test
    void shouldDropWhatExceedsItsCapacity() {
        for (int i = 0; i < IslandOutbox.CAPACITY; i++) {
            assertThat(outbox.offer(DESTINATION, bytes(1))).isTrue();
        }
        assertThat(outbox.offer(DESTINATION, bytes(2))).isFalse();
        assertThat(outbox.takeDropped()).isEqualTo(1);
        outbox.drain((destination, packet) -> sent.add(packet));
        assertThat(sent).hasSize(IslandOutbox.CAPACITY).containsOnly(bytes(1));
        assertThat(outbox.offer(DESTINATION, bytes(3))).isTrue();
    }

    @Test
    void shouldDropWhatIsTooLargeOrTooLate() {
        assertThat(outbox.offer(DESTINATION, ByteString.fromArray(new byte[1_201])))
                .isFalse();
        outbox.close();
        assertThat(outbox.offer(DESTINATION, bytes(1))).isFalse();
        assertThat(outbox.takeDropped()).isEqualTo(2);
        assertThat(outbox.takeDropped()).isZero();
    }
}

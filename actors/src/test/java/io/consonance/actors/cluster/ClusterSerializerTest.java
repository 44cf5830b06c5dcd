package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.engine.cluster.ClusterMessage;
import io.consonance.engine.cluster.ClusterMessage.Tenure;
import io.consonance.engine.host.SavedSession;
import java.io.NotSerializableException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What travels between nodes comes back as it was, by our own codecs. */
class ClusterSerializerTest {
    private final ClusterSerializer serializer = new ClusterSerializer();

    @Test
    void shouldBringBackWhatItSent() throws NotSerializableException {
        var message = new ClusterActor.FromNode(new ClusterMessage.Claim("node", 3, List.of(new Tenure("raid", 7))));
        var saved = new SavedSession(7, 1, 2, List.of(), List.of(), List.of("Eve"), List.of("stage"));

        assertThat(there(message)).isEqualTo(message);
        assertThat(there(saved)).isEqualTo(saved);
    }

    @Test
    void shouldRefuseDamagedBytes() {
        assertThatThrownBy(() -> serializer.fromBinary(new byte[] {1, 1, 9}, "M"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("TRUNCATED");
    }

    private Object there(Object object) throws NotSerializableException {
        return serializer.fromBinary(serializer.toBinary(object), serializer.manifest(object));
    }
}

package io.consonance.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import io.consonance.engine.cluster.ClusterMessage.BeatSeen;
import io.consonance.engine.cluster.ClusterMessage.Claim;
import io.consonance.engine.cluster.ClusterMessage.Tenure;
import io.consonance.engine.cluster.ClusterMessage.Vote;
import io.consonance.engine.wire.MalformedPacketException;
import io.consonance.engine.wire.MalformedPacketException.Reason;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What nodes tell each other keeps its bytes, and damaged bytes do no harm. */
class ClusterMessageTest {

    private static final Tenure RAID = new Tenure("raid", 7);

    private static final Map<ClusterMessage, String> VECTORS = Map.of(
            new Beat("a", 2, "h", 7400, true, List.of(RAID), List.of()),
                    "010101" + "000261" + "0000000000000002" + "000268" + "1ce8" + "01" + "0001" + "000572616964"
                            + "0000000000000007" + "0000",
            new BeatSeen("a", 2, List.of(RAID)),
                    "010102" + "000261" + "0000000000000002" + "0001" + "000572616964" + "0000000000000007",
            new Claim("a", 2, List.of(RAID)),
                    "010103" + "000261" + "0000000000000002" + "0001" + "000572616964" + "0000000000000007",
            new Vote("a", 2, List.of(), List.of(RAID)),
                    "010104" + "000261" + "0000000000000002" + "0000" + "0001" + "000572616964" + "0000000000000007");

    @Test
    void shouldKeepItsBytes() throws MalformedPacketException {
        for (Map.Entry<ClusterMessage, String> vector : VECTORS.entrySet()) {
            ClusterMessage message = vector.getKey();
            assertThat(HexFormat.of().formatHex(message.encode().toArray())).isEqualTo(vector.getValue());
            assertThat(decode(vector.getValue())).isEqualTo(message);
        }
    }

    @Test
    void shouldReadALaterVersionThatSaysMore() throws MalformedPacketException {
        for (Map.Entry<ClusterMessage, String> vector : VECTORS.entrySet()) {
            String later = "0201" + vector.getValue().substring(4) + "0011";
            assertThat(decode(later)).isEqualTo(vector.getKey());
        }
    }

    @Test
    void shouldRefuseATypeOrAVersionItDoesNotKnow() {
        assertThat(reasonFor("020109" + "000261" + "0000000000000002")).isEqualTo(Reason.UNKNOWN_TYPE);
        assertThat(reasonFor("030201" + "000261" + "0000000000000002")).isEqualTo(Reason.UNKNOWN_VERSION);
    }

    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 20_000; i++) {
            for (byte[] bytes : (Iterable<byte[]>) encoded()::iterator) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                try {
                    ClusterMessage.decode(ByteString.fromArray(bytes).take(random.nextInt(bytes.length + 1)));
                } catch (MalformedPacketException expected) {
                    assertThat(expected.reason()).isNotNull();
                }
            }
        }
    }

    private static Stream<byte[]> encoded() {
        return VECTORS.keySet().stream().map(message -> message.encode().toArray());
    }

    private static ClusterMessage decode(String hex) throws MalformedPacketException {
        return ClusterMessage.decode(ByteString.fromArray(HexFormat.of().parseHex(hex)));
    }

    private static Reason reasonFor(String hex) {
        try {
            decode(hex);
            return null;
        } catch (MalformedPacketException e) {
            return e.reason();
        }
    }
}

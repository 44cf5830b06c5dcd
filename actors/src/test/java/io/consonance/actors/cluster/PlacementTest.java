package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.engine.cluster.ClusterMessage.Beat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every node finds the same home for a session, and only sessions that have to move do. */
class PlacementTest {

    @Test
    void shouldSpreadSessionsEvenly() {
        List<Beat> nodes = nodes(10, false);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            counts.merge(Placement.home("session-" + i, nodes).from(), 1, Integer::sum);
        }

        assertThat(counts.values())
                .hasSize(10)
                .allSatisfy(count -> assertThat(count).isBetween(65, 140));
    }

    @Test
    void shouldMoveOnlyTheSessionsOfTheNodeThatLeaves() {
        List<Beat> before = nodes(5, false);
        List<Beat> after = before.subList(0, 4);
        for (int i = 0; i < 1_000; i++) {
            Beat home = Placement.home("session-" + i, before);
            if (!home.equals(before.get(4))) {
                assertThat(Placement.home("session-" + i, after)).isEqualTo(home);
            }
        }
    }

    @Test
    void shouldFindNoHomeOnNodesThatDrain() {
        assertThat(Placement.home("session", nodes(3, true))).isNull();
    }

    private static List<Beat> nodes(int count, boolean draining) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Beat("n" + i, 1, "192.0.2." + i, 7400, draining, List.of(), List.of()))
                .toList();
    }
}

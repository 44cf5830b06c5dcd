package io.consonance.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeEventTest {

    @Test
    void shouldReadEventsInTheOrderOfTheirTimes() {
        List<NodeEvent> events =
                NodeEvent.parse(List.of("40s partition 1,2|3", "500.5s drain 1", "20s stall 2 1500ms"), 3);

        assertThat(events)
                .containsExactly(
                        new NodeEvent(
                                Duration.ofSeconds(20),
                                NodeEvent.Kind.STALL,
                                List.of(Set.of(2)),
                                Duration.ofMillis(1_500),
                                "stall 2 1500ms"),
                        new NodeEvent(
                                Duration.ofSeconds(40),
                                NodeEvent.Kind.PARTITION,
                                List.of(Set.of(1, 2), Set.of(3)),
                                Duration.ofSeconds(15),
                                "partition 1,2|3"),
                        new NodeEvent(
                                Duration.ofMillis(500_500),
                                NodeEvent.Kind.DRAIN,
                                List.of(Set.of(1)),
                                Duration.ZERO,
                                "drain 1"));
    }

    @Test
    void shouldTakeANodeThatHasGoneOnceItIsBack() {
        assertThat(NodeEvent.parse(List.of("20s kill 2", "30s restart 2", "60s kill 2"), 3))
                .hasSize(3);
    }

    @Test
    void shouldHitWhoeverIsInNoMajority() {
        assertThat(event("1s partition 1,2|3").hit()).containsExactly(3);
        assertThat(event("1s partition 1|2|3").hit()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(event("1s kill 2").hit()).containsExactly(2);
    }

    @Test
    void shouldSeparateNodesOfDifferentSidesOnly() {
        List<Set<Integer>> sides = event("1s partition 1,2|3").sides();

        assertThat(NodeEvent.separates(sides, 1, 2)).isFalse();
        assertThat(NodeEvent.separates(sides, 2, 3)).isTrue();
        assertThat(NodeEvent.separates(List.of(), 2, 3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "20s kil 2; 20s kil 2",
                "kill 2; kill 2",
                "0.5s kill 2; at least 1s",
                "20s kill 4; nodes 1 to 3",
                "20s kill 99999999999; nodes 1 to 3",
                "20s stall 2; stall N TIME",
                "20s partition 1,2; in two parts",
                "20s partition 1|2; all of the nodes 1 to 3",
                "20s partition 1,2|2,3; 2 is named twice",
                "20s partition 1,|2,3; not ''",
            })
    void shouldRefuseWhatIsNoEvent(String text, String why) {
        assertThatThrownBy(() -> NodeEvent.parse(List.of(text), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageContaining(why);
    }

    @Test
    void shouldRefuseEventsThatDoNotGoTogether() {
        assertThatThrownBy(() -> NodeEvent.parse(List.of("20s kill 2", "25s drain 2"), 3))
                .hasMessageContaining("25s drain 2")
                .hasMessageContaining("it went at 20s kill 2");
        assertThatThrownBy(() -> NodeEvent.parse(List.of("20s stall 2 10s", "25s kill 1"), 3))
                .hasMessageContaining("25s kill 1")
                .hasMessageContaining("20s stall 2 10s");
    }

    private static NodeEvent event(String text) {
        return NodeEvent.parse(List.of(text), 3).get(0);
    }
}

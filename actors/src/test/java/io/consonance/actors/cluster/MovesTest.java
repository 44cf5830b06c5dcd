package io.consonance.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.actors.settings.Settings;
import io.consonance.engine.cluster.ClusterMessage.Beat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sessions leave a node one after another, and only for a reason. */
class MovesTest {
    private static final long MILLI = 1_000_000L;
    /** As a host ticks. */
    private static final int TICK_MILLIS = 25;

    private final Moves moves =
            new Moves("n0", Settings.of(ConfigFactory.load()).cluster());
    private final Set<String> here = new TreeSet<>();
    private long nowMillis;

    private List<String> gone(int millis, List<Beat> nodes) {
        List<String> gone = new ArrayList<>();
        for (long end = nowMillis + millis; nowMillis < end; nowMillis += TICK_MILLIS) {
            List<String> due = moves.due(nowMillis * MILLI, nodes, here.stream());
            gone.addAll(due);
            here.removeAll(due);
        }
        return gone;
    }

    private void serve(int sessions) {
        IntStream.range(0, sessions).forEach(i -> here.add("session " + i));
    }

    private static List<Beat> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Beat("n" + i, 1, "192.0.2." + i, 7400, false, List.of(), List.of()))
                .toList();
    }

    @Test
    void shouldKeepEverythingWhileItIsAlone() {
        serve(20);

        assertThat(gone(60_000, nodes(1))).isEmpty();
    }

    @Test
    void shouldGiveANewNodeItsShareOnceTheNodesHaveBeenTheSameForLongEnough() {
        serve(20);
        gone(20_000, nodes(1));

        assertThat(gone(10_000, nodes(2))).isEmpty();
        assertThat(gone(1_000, nodes(2))).hasSize(4);
        gone(60_000, nodes(2));
        assertThat(here)
                .isNotEmpty()
                .allSatisfy(session ->
                        assertThat(Placement.home(session, nodes(2)).from()).isEqualTo("n0"));
    }

    @Test
    void shouldWaitAnewWheneverANodeComesOrGoes() {
        serve(20);
        for (int i = 0; i < 10; i++) {
            assertThat(gone(9_000, nodes(1 + i % 2))).isEmpty();
        }
    }

    @Test
    void shouldGiveAwayOneAfterAnotherWhenItDrains() {
        serve(20);
        gone(100, nodes(3));
        moves.drain(20);

        assertThat(gone(1_000, nodes(3))).hasSizeBetween(8, 10);
        assertThat(gone(1_500, nodes(3))).hasSizeBetween(10, 12);
        assertThat(here).isEmpty();
    }

    @Test
    void shouldBeDoneInTimeHoweverManyItHas() {
        serve(5_000);
        moves.drain(5_000);

        assertThat(gone(4_500, nodes(3))).hasSize(5_000);
    }
}

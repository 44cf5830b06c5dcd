package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.talk.RandomStreams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChurnPlanTest {

    private static final Duration DURATION = Duration.ofMinutes(10);

    private final ChurnPlan plan = plan(300);

    @Test
    void shouldLetEachPeerLeaveAndComeBackInTurn() {
        for (int peer = 0; peer < 300; peer++) {
            int index = peer;
            List<Move> moves =
                    plan.moves().stream().filter(move -> move.peer() == index).toList();
            for (int i = 0; i < moves.size(); i++) {
                assertThat(moves.get(i).action() == Move.Action.ENTER).isEqualTo(i % 2 == 1);
                assertThat(moves.get(i).atNanos()).isBetween(0L, DURATION.toNanos());
                if (i > 0) {
                    long pause = moves.get(i).atNanos() - moves.get(i - 1).atNanos();
                    assertThat(pause).isGreaterThanOrEqualTo(i % 2 == 1 ? 500_000_000L : 3_000_000_000L);
                }
            }
        }
    }

    @Test
    void shouldKeepItsRates() {
        long leaves = plan.moves().stream()
                .filter(move -> move.action() != Move.Action.ENTER)
                .count();
        long drops = plan.moves().stream()
                .filter(move -> move.action() == Move.Action.DROP)
                .count();

        // 300 peers, 600 s, a departure every 32 s
        assertThat(leaves).isBetween(5_200L, 6_100L);
        assertThat((double) drops / leaves).isBetween(0.22, 0.28);
    }

    @Test
    void shouldNotMoveAPeerWhenOthersAreAdded() {
        List<Move> alone = plan(1).moves();

        assertThat(plan.moves().stream().filter(move -> move.peer() == 0)).containsExactlyElementsOf(alone);
        assertThat(plan.moves()).isSortedAccordingTo((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
    }

    private static ChurnPlan plan(int peers) {
        Scenario scenario = Scenarios.withChurn(Scenarios.rooms(peers, DURATION));
        RandomStreams random = new RandomStreams(1);
        return ChurnPlan.of(World.inOneSession(scenario).session(0, random), DURATION, random);
    }
}

package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterCheckTest {

    @Test
    void shouldBeRightWhenExactlyTheExpectedAreThere() {
        RosterCheck check = new RosterCheck("host", Set.of("peer-1", "peer-2"), List.of("peer-2", "peer-1"));

        assertThat(check.isRight()).isTrue();
    }

    @Test
    void shouldCallAGhostWhoShouldNotBeThere() {
        RosterCheck check = new RosterCheck("host", Set.of("peer-1"), List.of("peer-1", "peer-2"));

        assertThat(check.isRight()).isFalse();
        assertThat(check.ghosts()).containsExactly("peer-2");
        assertThat(check.missing()).isEmpty();
    }

    @Test
    void shouldCallAGhostWhoIsThereTwice() {
        RosterCheck check = new RosterCheck("host", Set.of("peer-1"), List.of("peer-1", "peer-1"));

        assertThat(check.ghosts()).containsExactly("peer-1");
    }

    @Test
    void shouldMissWhoShouldBeThere() {
        RosterCheck check = new RosterCheck("observer", Set.of("peer-1", "peer-2"), List.of("peer-1"));

        assertThat(check.isRight()).isFalse();
        assertThat(check.missing()).containsExactly("peer-2");
    }

    @Test
    void shouldKeepToItselfOnSomebodyElsesHost() {
        RunNames ours = RunNames.of(Optional.of("voice.example.org:7400"));
        RunNames others = RunNames.of(Optional.of("voice.example.org:7400"));

        assertThat(ours.marked("room-3")).endsWith("-room-3").isNotEqualTo(others.marked("room-3"));
        assertThat(ours.ours(List.of("Alice", ours.marked("peer-1"), others.marked("peer-1"), "peer-1")))
                .containsExactly(ours.marked("peer-1"));
        assertThat(RunNames.of(Optional.empty()).marked("peer-1")).isEqualTo("peer-1");
    }
}

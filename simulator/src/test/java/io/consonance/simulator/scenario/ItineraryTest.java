package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.simulator.talk.RandomStreams;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItineraryTest {

    @Test
    void shouldGoBackToTheNetworkOfAnEventThatStillRuns() {
        List<String> moves = moves("""
                long { type = network, at = 2s, for = 10s, network = lte }
                short { type = network, at = 4s, for = 2s, network = satellite }
                late { type = network, at = 10s, for = 5s, network = wifi }
                """);

        assertThat(moves).containsExactly("2 lte", "4 satellite", "6 lte", "10 wifi", "15 fibre");
    }

    @Test
    void shouldStayInTheRoomOfAnEventThatStillRuns() {
        List<String> moves = moves("""
                long { type = gather, at = 2s, for = 10s, room = square }
                same { type = gather, at = 3s, for = 1s, room = square }
                short { type = gather, at = 5s, for = 2s, room = yard }
                """);

        assertThat(moves).containsExactly("2 square", "5 yard", "7 square", "12 room-1");
    }

    @Test
    void shouldGoFromOneEventToTheNextAtOnce() {
        List<String> moves = moves("""
                first { type = network, at = 2s, for = 3s, network = lte }
                second { type = network, at = 5s, network = satellite }
                """);

        assertThat(moves).containsExactly("2 lte", "5 satellite");
    }

    /** Of the only peer, each with its second. */
    private static List<String> moves(String events) {
        String text = "groups.g { peers = 1, room-size = 1, network = fibre }\nevents {\n" + events + "}";
        Scenario scenario = ScenarioReader.read(ConfigFactory.parseString(text), "test", Path.of("."), 64);
        SessionPlan plan = World.of(scenario).session(0, new RandomStreams(1));
        return plan.moves().stream()
                .map(move -> move.atNanos() / 1_000_000_000L + " "
                        + (move.action() == Move.Action.NETWORK
                                ? plan.networks().get(move.target()).name()
                                : plan.roomName(move.target())))
                .toList();
    }
}

package io.consonance.simulator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.scenario.ScenarioSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code simulate --cluster} says of nodes that fail. */
@Tag("slow")
@Timeout(180)
class ClusterSimulationIT {

    /** On any machine that runs this; docs/operations.md has what was measured. */
    private static final double LONGEST_MILLIS = 10_000;

    private final Notes notes = new Notes();

    @Test
    void shouldKeepEverybodyWhoWasAtAKilledNode() throws Exception {
        Report report = simulate("5s kill 2", 25);

        Report.NodeEvent event = report.events().get(0);
        assertThat(event.at()).isEqualTo(5);
        assertThat(event.what()).isEqualTo("kill 2");
        assertThat(event.gapMillis().p50()).isBetween(100.0, LONGEST_MILLIS);
        assertThat(ReportJson.of(report)).contains("\"gapMillis\"", "\"p50\"", "\"p99\"", "\"keptIdentity\" : 1.0");
    }

    @Test
    void shouldServeInTheLargerPartAndMendWithoutADoubleDelivery() throws Exception {
        Report report = simulate("5s partition 1,2|3 12s", 40);

        Report.NodeEvent event = report.events().get(0);
        assertThat(event.what()).isEqualTo("partition 1,2|3 12s");
        assertThat(event.gapMillis().p50())
                .as("who is sent away goes to another node, and does not wait for the patience of the old one")
                .isBetween(100.0, 5_000.0);
    }

    @Test
    void shouldNameWhatTheNodesSaidUnlessTheRunPassed() throws Exception {
        try (var cluster = new ClusterUnderTest(1, List.of(), notes)) {
            cluster.open();
        }
        Path kept = Path.of(notes.lines.get(notes.lines.size() - 1).replace("what the nodes said is in ", ""));
        assertThat(kept.resolve("node-1.log")).exists();
        Files.delete(kept.resolve("node-1.log"));
        Files.delete(kept);
    }

    /** Remembers what is worth a line. */
    private static final class Notes implements Progress {
        final List<String> lines = new ArrayList<>();

        @Override
        public void begin(String part, String unit, long total) {}

        @Override
        public void at(long done, String detail) {}

        @Override
        public void end() {}

        @Override
        public void note(String line) {
            lines.add(line);
        }
    }

    private Report simulate(String event, int seconds) throws Exception {
        var keys = ConfigFactory.parseString(
                "duration = " + seconds + " s, groups.peer { peers = 48, room-size = 2, talk.model = monologue }");
        var scenario = new ScenarioSource(keys, "cluster", Path.of("."), 1).read();
        var settings = new LiveSettings(scenario, Duration.ofSeconds(1), 7, Optional.empty());
        var cluster = new ClusterUnderTest(3, NodeEvent.parse(List.of(event), 3), notes);

        Report report = new LiveSimulation(settings, new SilentProgress(), cluster).run("test", "test");

        assertThat(report.passed()).as(report.thresholds().toString()).isTrue();
        assertThat(report.duplicates()).isZero();
        assertThat(notes.lines).noneMatch(line -> line.contains("what the nodes said"));
        assertThat(report.events()).hasSize(1).allSatisfy(it -> {
            assertThat(it.sessions()).isPositive();
            assertThat(it.keptIdentity()).isEqualTo(1);
            assertThat(it.ghosts()).isZero();
        });
        return report;
    }
}

package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.virtual.VirtualSimulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios that come with the program, each read whole and run shortened. */
class ReadyScenariosTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOLDER = ROOT.resolve("scenarios");
    private static final int PEERS_PER_GROUP = 8;

    private static final Progress SILENT = new SilentProgress();

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldRunAndBeHeard(Path file) throws Exception {
        Config whole = ScenarioReader.parse(file);
        Scenario scenario = ScenarioReader.read(whole, "ready", FOLDER, 64);

        assertThat(scenario.shows()).as("shows").isNotBlank();
        assertThat(scenario.seed()).as("seed").isPresent();
        Report report = new VirtualSimulation(
                        ScenarioReader.read(shortened(whole), "short", FOLDER, 64), 1, 1, Duration.ZERO, SILENT)
                .run("test", "test");
        assertThat(report.delivered()).isPositive();
        assertThat(report.strays()).isZero();
        assertThat(report.peersJoined()).isEqualTo(report.scenario().peers());
    }

    @Test
    void shouldBeListedWithWhatTheyShow() throws IOException {
        String docs = Files.readString(ROOT.resolve("docs/scenarios.md"));
        for (Path file : files()) {
            Scenario scenario = ScenarioReader.read(ScenarioReader.parse(file), "ready", FOLDER, 64);
            assertThat(docs)
                    .contains("| [" + file.getFileName() + "](../scenarios/" + file.getFileName() + ") | "
                            + scenario.shows() + " |");
        }
    }

    private static Config shortened(Config whole) {
        Config config = whole.withoutPath("thresholds").withoutPath("session-size");
        config = config.withValue("duration", ConfigValueFactory.fromAnyRef("4s"));
        // one after the other: a host dies once at a time
        int millis = 1_000;
        for (String event :
                config.hasPath("events") ? config.getObject("events").keySet() : Set.<String>of()) {
            config = at(config, "events." + event + ".at", millis + "ms");
            config = at(config, "events." + event + ".for", "500ms");
            millis += 500;
        }
        for (String group : whole.getObject("groups").keySet()) {
            config = at(config, "groups." + group + ".arrival.at", "1s");
            config = at(config, "groups." + group + ".arrival.over", "1s");
            String key = "groups." + group + ".peers";
            config = config.withValue(key, ConfigValueFactory.fromAnyRef(Math.min(PEERS_PER_GROUP, whole.getInt(key))));
        }
        return config;
    }

    private static Config at(Config config, String key, String time) {
        return config.hasPath(key) ? config.withValue(key, ConfigValueFactory.fromAnyRef(time)) : config;
    }
}

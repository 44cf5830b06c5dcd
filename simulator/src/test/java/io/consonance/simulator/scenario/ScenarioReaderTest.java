package io.consonance.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.consonance.actors.settings.InvalidSettingException;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.talk.TalkTrace;
import io.consonance.simulator.talk.Talkspurt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

    private static final String SMALL = "groups.guests { peers = 4, room-size = 4 }";

    @TempDir
    private Path folder;

    @Test
    void shouldDocumentEveryKeyAndNoOther() throws IOException {
        String docs = Files.readString(Path.of("../docs/scenarios.md"));
        List<String> documented = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(docs)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ScenarioKeys.all());
    }

    @Test
    void shouldShowAnExampleThatCanBeRead() throws IOException {
        String docs = Files.readString(Path.of("../docs/scenarios.md"));
        String example = docs.substring(docs.indexOf("```hocon\n") + 9, docs.indexOf("\n```\n"));

        assertThat(read(example).groups()).extracting(PeerGroup::name).containsExactly("commentators", "crowd");
    }

    @Test
    void shouldTakeTheDefaultsThatAreDocumented() {
        Scenario scenario = read(SMALL);
        PeerGroup guests = scenario.groups().get(0);

        assertThat(scenario.name()).isEqualTo("file");
        assertThat(scenario.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(scenario.seed()).isEmpty();
        assertThat(scenario.sessionSize()).isEqualTo(64);
        assertThat(scenario.thresholds()).isEqualTo(Thresholds.NONE);
        assertThat(guests.codec()).isEqualTo(new VoiceCodec(Duration.ofMillis(20), 24_000, true));
        assertThat(guests.network()).isEqualTo(NetworkPresets.PERFECT);
        assertThat(guests.talk().words()).isEqualTo("ITU-T P.59");
        assertThat(guests.churn()).isEmpty();
        assertThat(read("groups.crowd { peers = 900, room = hall }").sessionSize())
                .isEqualTo(900);
    }

    @Test
    void shouldPutEverybodyIntoOneSessionWhereAnEventGathersThem() {
        String text =
                "groups.players { peers = 100, room-size = 4 }, events.e { type = gather, at = 1s, room = square }";

        assertThat(read(text).sessionSize()).isEqualTo(100);
        assertThat(World.of(read(text)).sessions()).isEqualTo(1);
        assertThatThrownBy(() -> World.of(read(text + ", session-size = 64")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("session-size = 64")
                .hasMessageContaining("100 (everybody, who gather) to 65535");
        assertThatThrownBy(() -> read(text + ", groups.players.peers = 70000"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("at most 65535 together where an event gathers them");
    }

    @Test
    void shouldReadTraces() throws IOException {
        Files.writeString(folder.resolve("talk.csv"), "start,end,speaker\n0.5,1.5,2\n0,0.25,1\n");
        Scenario scenario = read(SMALL + "\ngroups.guests.talk { model = trace, file = talk.csv }");

        assertThat(((TalkTrace) scenario.groups().get(0).talk()).spurts())
                .containsExactly(new Talkspurt(0, 0, 250_000_000), new Talkspurt(1, 500_000_000, 1_500_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "duration|1ms|100 ms to 24 h",
                "duration|soon|a duration such as 30s",
                "seed|one|a whole number",
                "session-size|0|1 to 65535",
                "session-size|3|4 (a room) to 65535",
                "lenght|3s|a scenario has name, shows, duration",
                "thresholds.max-loss|200%|from 0 to 100%",
                "thresholds.max-p99|fast|a duration",
                "thresholds.min-mos|5|1 to 4.5",
                "groups.guests.peers|0|1 to 1000000",
                "groups.guests.peers|2.5|a whole number",
                "groups.guests.peers|many|a whole number",
                "groups.guests.room-size|0|1 to 65535",
                "groups.guests.room|bar|room-size|",
                "groups.guests.frame|30ms|10ms, 20ms, 40ms or 60ms",
                "groups.guests.bitrate|5|6000 to 128000",
                "groups.guests.correction|maybe|on or off",
                "groups.guests.network|dial-up|one of perfect, fibre, wifi",
                "groups.guests.min-mos|0.5|1 to 4.5",
                "groups.guests.churn.on|maybe|on or off",
                "groups.guests.talk|p59|groups.guests.talk has model",
                "groups.guests.talk.model|gossip|one of p59, on-off",
                "groups.guests.talk.pace|fast|groups.guests.talk has model, talk-mean",
                "groups.guests.arrival.at|25h|0 s to 24 h",
                "groups.guests.churn.pace|1s|groups.guests.churn has on",
                "groups.guests.plane.width|10|one of: room-size",
                "events.x.type|party|one of network, gather, raid, host-down",
                "events.x.at|3s|one of network, gather, raid, host-down",
                "events.x.colour|red|events.x has type, at",
                "networks.dorm.up.loss|1.5|from 0 to 100%",
                "networks.dorm.up.burst|0.5|1 or more packets",
                "networks.dorm.down.delay.model|slow|one of constant, uniform",
                "networks.dorm.up.rate|10|at least 1000",
                "networks.dorm.up.duplicates|x|a share",
                "networks.dorm.up.outages|[3s]|a list",
            })
    void shouldRefuseAWrongValueAndSayWhatIsAllowed(String key, String value, String allowed) {
        Config file = ConfigFactory.parseString(SMALL).withValue(key, ConfigValueFactory.fromAnyRef(value));

        assertThatThrownBy(() -> World.of(ScenarioReader.read(file, "file", folder, 64)))
                .isInstanceOfSatisfying(InvalidSettingException.class, refused -> {
                    String place = key.replaceFirst("\\.rate$", "")
                            .replaceFirst("\\.(room|plane.width)$", ".room-size")
                            .replaceFirst("^events.x.at$", "events.x.type");
                    assertThat(refused.getMessage()).startsWith(place).contains(allowed);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|groups = {}: at least one group",
                "groups.guests.peers = 4|room-size",
                "groups.guests.room-size = 4|groups.guests.peers = (nothing)",
                "groups.\"no name\" { peers = 1, room-size = 1 }|groups.no name.name",
                "groups.guests { peers = 4, room = room-1 }|groups.guests.room = room-1",
                "groups.g { peers = 2, plane { width = 5, cell = 1 } }|groups.g.talk.model = p59",
                "groups.g { peers = 2, talk.model = on-off, plane { width = 99999, cell = 1 } }|groups.g.plane.cell",
                "groups.g { peers = 2, talk.model = on-off, plane { width = 9, cell = 1, max-speed = 0.5 } }|max-speed",
                "groups.g { peers = 2, room = r }, events.e { type = raid, at = 1s }|events.e.groups",
                "groups.g { peers = 2, room = r }, events.e { type = gather, at = 1s }|events.e.room",
                "groups.g { peers = 2, room = r }, events.e { type = host-down, at = 1s }|events.e.for",
                "groups.g { peers = 2, room = r }, events.e { type = network, at = 1s, groups = [h], network = lte }|some of g",
                "groups.g { peers = 2, room = r }, events { e { type = raid, at = 1s, groups = [g] }, f { type = raid, at = 3s, groups = [g] } }|events.f.groups = g",
                "groups.g { peers = 2, room = r, arrival.at = 2s }, events.e { type = raid, at = 1s, groups = [g] }|groups.g.arrival = at 2 s",
                "groups.g { peers = 2, room = r }, events { e { type = host-down, at = 1s, for = 3s }, f { type = host-down, at = 3s, for = 1s } }|events.f.at = 3 s",
                "groups.g { peers = 2, room = r }, duration = 9s, events.e { type = gather, at = 9s, room = r }|events.e.at = 9 s",
                "groups.g { peers = 2, room = r, arrival.at = 61s }|groups.g.arrival.at = 61 s",
                "groups.g { peers = 2, room = r }, networks.wifi.up.loss = 1%|networks.wifi = wifi",
                "groups.g { peers = 2, room = r }, networks.n.up.delay { model = pareto, scale = 1ms, shape = 0 }|networks.n.up.delay = shape 0",
                "groups { a { peers = 900000, room-size = 8 }, b { peers = 200000, room-size = 8 } }|at most 1000000",
            })
    void shouldRefuseWhatNoRunCanBeMadeOf(String text, String expected) {
        assertThatThrownBy(() -> read(text == null ? "" : text))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(expected.split(":")[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "networks.n.up.reorder = 1%|networks.n.up.reorder = \"1%\"|in-order",
                "networks.n.up { gilbert-elliott { good-to-bad = 0.1, bad-to-good = 0.5 }, loss = 0.1 }|networks.n.up.loss|rate",
                "networks.n.down.queue = 2000|networks.n.down.queue = 2000|rate",
                "networks.n.up.delay { model = constant, max = 1s }|networks.n.up.delay.max|model, mean, correlation",
                "networks.n.up.delay { model = uniform, mean = 1s }|networks.n.up.delay.mean|min, max",
                "groups.guests.churn.stay-mean = 9s|groups.guests.churn.stay-mean|has: on",
                "groups.guests.talk.talk-mean = 1s|groups.guests.talk.talk-mean|has: model",
                "events.e { type = gather, at = 1s, room = r, network = lte }|events.e.network|type, room, at, for, groups",
                "events.e { type = host-down, at = 1s, for = 1s, groups = [guests] }|events.e.groups|keeps-ids",
            })
    void shouldRefuseAKeyThatHasNoEffectBesideTheOthers(String text, String key, String instead) {
        assertThatThrownBy(() -> read(SMALL + "\n" + text))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(key)
                .hasMessageContaining("it has no effect; what has: ")
                .hasMessageContaining(instead);
    }

    @Test
    void shouldNameTheLineOfATraceThatIsWrong() throws IOException {
        Path trace = folder.resolve("talk.csv");
        Files.writeString(trace, "start,end,speaker\n0,1,1\n0,x,1\n");

        assertThatThrownBy(() -> read(SMALL + "\ngroups.guests.talk { model = trace, file = talk.csv }"))
                .hasMessageContaining("groups.guests.talk.file")
                .hasMessageContaining("line 3")
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> read(SMALL + "\ngroups.guests.talk { model = trace, file = none.csv }"))
                .hasMessageContaining("none.csv");
    }

    private Scenario read(String text) {
        return ScenarioReader.read(ConfigFactory.parseString(text).resolve(), "file", folder, 64);
    }
}

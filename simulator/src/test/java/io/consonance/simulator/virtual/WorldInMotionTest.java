package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.report.LatencyMillis;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.ScenarioEvent;
import io.consonance.simulator.scenario.ScenarioReader;
import io.consonance.simulator.scenario.Scenarios;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that come, go, walk and are called together, networks that change and hosts that die, in virtual time. */
class WorldInMotionTest {

    /** All of it together, on every JDK and with any number of threads. */
    private static final String EVERYTHING = """
            duration = 12s
            session-size = 90
            groups {
              arrivals { peers = 20, room = hall, network = wifi, talk.model = on-off, arrival { at = 1s, over = 3s } }
              comers-and-goers {
                peers = 40, room-size = 20, network = lte
                churn { on = on, stay-least = 1s, stay-mean = 3s, away-least = 100ms, away-mean = 1s }
              }
              walkers { peers = 30, network = congested-wifi, talk.model = push-to-talk, plane { width = 60, cell = 20, max-speed = 9, pause = 1s } }
            }
            events {
              bad-weather { type = network, at = 2s, for = 3s, network = satellite }
              all-hands { type = gather, at = 4s, for = 3s, groups = [comers-and-goers, walkers], room = hall }
              crash { type = host-down, at = 8s, for = 500ms }
              restart { type = host-down, at = 10s, for = 500ms, keeps-ids = off }
            }
            """;

    private static final String SHA_256_OF_EVERYTHING =
            "b04f841ce7f1a53eec957678ed5e5e53cabf647ba87db79c04e7a960c349c59f";

    private static final Progress SILENT = new SilentProgress();

    @Test
    void shouldGiveTheSameBytesWithAnyNumberOfThreadsOnEveryJdk() throws Exception {
        String one = withoutRun(simulate(EVERYTHING, 1));

        assertThat(withoutRun(simulate(EVERYTHING, 3))).isEqualTo(one);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(one.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(SHA_256_OF_EVERYTHING);
    }

    @Test
    void shouldGiveTheSameBytesWithAnyNumberOfThreadsInSeveralSessions() throws Exception {
        String apart =
                EVERYTHING.replace("session-size = 90", "session-size = 60").replaceAll("all-hands .*", "");
        Report one = simulate(apart, 1);

        assertThat(one.scenario().sessions()).isEqualTo(2);
        assertThat(withoutRun(simulate(apart, 3))).isEqualTo(withoutRun(one));
    }

    /** With a host that dies after the end nothing is settled, so that everything goes through one queue. */
    @Test
    void shouldHearTheSameListenerByListenerAsInOneQueue() throws Exception {
        Scenario scenario = scenario("""
                duration = 6s
                groups.all { peers = 24, room-size = 8, network = wild, talk.model = on-off }
                networks.wild {
                  up { loss = 5%, burst = 3, delay { model = normal, mean = 60ms, deviation = 20ms } }
                  down { loss = 5%, in-order = off, reorder = 10%, duplicates = 2%, delay { model = normal, mean = 90ms, deviation = 30ms } }
                }
                events.elevator { type = network, at = 2s, for = 1s, network = lte }
                """);
        Report settled = simulate(scenario, 1);
        Report unsettled = simulate(withLaterEvent(scenario), 1);

        assertThat(settled.reordered()).isPositive();
        assertThat(settled.duplicates()).isPositive();
        assertThat(settled)
                .usingRecursiveComparison()
                .ignoringFields("run", "scenario")
                .isEqualTo(unsettled);
    }

    @Test
    void shouldDeliverEverythingOnAPerfectNetworkWhoeverComesAndGoes() throws Exception {
        Report report = simulate("""
                duration = 20s
                groups.all { peers = 24, room-size = 8, talk.model = on-off
                  churn { on = on, stay-least = 2s, stay-mean = 3s, away-least = 0s, away-mean = 1s, without-goodbye = 0.5 } }
                """, 1);

        assertThat(report.peersJoined()).isEqualTo(24);
        assertThat(report.expected()).isPositive();
        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.unexpected()).isPositive();
        assertThat(report.strays()).isZero();
        assertThat(report.scenario().churn()).isTrue();
    }

    @Test
    void shouldHearARaidFromTheTimeItComes() throws Exception {
        Report report = simulate("""
                duration = 10s
                groups {
                  hosts { peers = 4, room = party, talk.model = silence }
                  raiders { peers = 40, room = party, talk { model = on-off, talk-mean = 10s, silence-mean = 100ms } }
                }
                events.raid { type = raid, at = 4s, for = 2s, groups = [raiders] }
                """, 1);
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(Arrays.stream(delivered, 0, 4).sum()).isZero();
        assertThat(delivered[4]).isPositive().isLessThan(delivered[7]);
        assertThat(report.peersJoined()).isEqualTo(44);
        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.scenario().events()).containsExactly(new Report.Event("raid", "raiders arrive", 4, 6.0));
    }

    @Test
    void shouldTimeHowLongPeersTakeToJoin() throws Exception {
        Report report = simulate("""
                duration = 4s
                groups {
                  near { peers = 4, room = bar, network = fibre }
                  far { peers = 8, room = bar, network = satellite, arrival { at = 1s, over = 1s } }
                }
                """, 1);
        LatencyMillis all = report.groups().get(0).joinMillis();
        LatencyMillis far = report.groups().get(1).joinMillis();
        LatencyMillis near = report.groups().get(2).joinMillis();

        assertThat(all.count()).isEqualTo(12);
        assertThat(far.count()).isEqualTo(8);
        assertThat(near.count()).isEqualTo(4);
        // asked for, answered, and told where it is: there and back at least twice
        assertThat(far.min()).isGreaterThan(4 * 240);
        assertThat(near.max()).isLessThan(1_000);
        assertThat(all.max()).isEqualTo(far.max());
    }

    @Test
    void shouldHearEverybodyWhileAllAreInOneRoom() throws Exception {
        Report report = simulate("""
                duration = 12s
                groups.all { peers = 32, room-size = 4, talk.model = on-off }
                events.together { type = gather, at = 4s, for = 4s, room = square }
                """, 1);
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(report.rooms()).hasSize(9);
        assertThat(report.rooms().get(8).name()).isEqualTo("square");
        assertThat(report.rooms().get(8).members()).isEqualTo(32);
        assertThat(report.rooms()).allSatisfy(room -> {
            assertThat(room.expected()).isPositive();
            assertThat(room.delivered()).isEqualTo(room.expected());
        });
        assertThat(report.strays()).isZero();
        assertThat(delivered[6]).isGreaterThan(5 * delivered[2]);
        assertThat(delivered[10]).isLessThan(delivered[6] / 5);
    }

    @Test
    void shouldHearOnWalksWhoIsInTheSameCell() throws Exception {
        Report report = simulate("""
                duration = 20s
                groups.walkers { peers = 30, talk.model = on-off
                  plane { width = 40, height = 20, cell = 20, min-speed = 2, max-speed = 6, pause = 1s } }
                """, 1);

        assertThat(report.rooms()).extracting(Report.Room::name).containsExactly("walkers-1-1", "walkers-2-1");
        assertThat(report.rooms()).allSatisfy(room -> {
            assertThat(room.members()).isBetween(15, 30);
            assertThat(room.expected()).isPositive();
            assertThat(room.delivered()).isEqualTo(room.expected());
        });
        assertThat(report.strays()).isZero();
    }

    @Test
    void shouldLoseInTheSecondsANetworkIsBad() throws Exception {
        Report report = simulate("""
                duration = 10s
                groups { speaker { peers = 1, room = r, talk.model = monologue }, listener { peers = 1, room = r, talk.model = silence } }
                networks.tunnel { up {}, down.loss = 1 }
                events.tunnel { type = network, at = 4s, for = 2s, groups = [listener], network = tunnel }
                """, 1);
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(delivered).startsWith(50, 50, 50, 50, 0, 0, 50, 50, 50, 50);
        assertThat(report.lost()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void shouldBeHeardAgainWhenAnotherHostTakesOver(String keepsIds) throws Exception {
        Report report = simulate("""
                duration = 15s
                groups.all { peers = 16, room-size = 8, talk { model = on-off, talk-mean = 10s, silence-mean = 100ms } }
                events.crash { type = host-down, at = 5s, for = 2s, keeps-ids = %s }
                """.formatted(keepsIds), 1);
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(delivered[3]).isPositive();
        assertThat(delivered[5] + delivered[6]).isZero();
        assertThat(delivered[13]).isGreaterThan(delivered[3] / 2);
        // nobody meant to go: what was missed counts
        assertThat(report.lost()).isPositive();
        assertThat(report.peersJoined()).isEqualTo(16);
    }

    @Test
    void shouldNotRunARoomByItselfWhenPeopleMoveBetweenThem() throws Exception {
        String still = "duration = 3s\ngroups.all { peers = 16, room-size = 4, talk.model = on-off }\n";
        Report moved = simulate(still + "events.swap { type = gather, at = 1s, for = 1s, room = room-2 }", 1);

        assertThat(moved.rooms()).hasSize(4);
        assertThat(moved.rooms().get(1).members()).isEqualTo(16);
        assertThat(moved.rooms().get(0).members()).isEqualTo(4);
    }

    private static Scenario withLaterEvent(Scenario scenario) {
        List<ScenarioEvent> events = new ArrayList<>(scenario.events());
        events.add(new ScenarioEvent(
                "never",
                Duration.ofHours(1),
                Optional.of(Duration.ofSeconds(1)),
                List.of(),
                new ScenarioEvent.HostDown(true)));
        return Scenarios.happening(scenario, events);
    }

    private static Scenario scenario(String text) {
        return ScenarioReader.read(ConfigFactory.parseString(text).resolve(), "test", Path.of("."), 64);
    }

    private static Report simulate(String scenario, int threads) throws InterruptedException {
        return simulate(scenario(scenario), threads);
    }

    private static Report simulate(Scenario scenario, int threads) throws InterruptedException {
        return new VirtualSimulation(scenario, 11, threads, Duration.ZERO, SILENT).run("test", "test");
    }

    /** The run object stands last. */
    private static String withoutRun(Report report) {
        String text = ReportJson.of(report);
        return text.substring(0, text.indexOf("\"run\" :"));
    }
}

package io.consonance.simulator.virtual;

import static io.consonance.simulator.scenario.Scenarios.demanding;
import static io.consonance.simulator.scenario.Scenarios.group;
import static io.consonance.simulator.scenario.Scenarios.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.network.Outage;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.report.ReportPage;
import io.consonance.simulator.report.ReportTable;
import io.consonance.simulator.report.Threshold;
import io.consonance.simulator.scenario.PeerGroup;
import io.consonance.simulator.scenario.Place;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.Thresholds;
import io.consonance.simulator.scenario.VoiceCodec;
import io.consonance.simulator.talk.P59;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VirtualSimulationTest {

    private static final NetworkProfile PERFECT = NetworkPresets.PERFECT;
    private static final Duration DURATION = Duration.ofSeconds(5);

    /**
     * What one scenario with one seed gives, on every JDK and with any number of threads. A change of the models changes
     * it; then the new value goes here, and the commit says why.
     */
    private static final String SHA_256_OF_CONGESTED_WIFI =
            "241aa7eb746312018f26d95e3e466098a98fa001abb26f59211378c9f7f02349";

    @Test
    void shouldGiveTheSameBytesWithAnyNumberOfThreadsOnEveryJdk() throws Exception {
        String one = withoutRun(simulate(scenario(96, preset("congested-wifi")), 1));

        assertThat(withoutRun(simulate(scenario(96, preset("congested-wifi")), 3)))
                .isEqualTo(one);
        assertThat(withoutRun(simulate(scenario(96, preset("congested-wifi")), 3, Duration.ofDays(1))))
                .as("one thread alone all the time")
                .isEqualTo(one);
        assertThat(sha256(one)).isEqualTo(SHA_256_OF_CONGESTED_WIFI);
    }

    @Test
    void shouldShowWhoHeardWhomInTheWorstRooms() throws Exception {
        Report report = simulate(scenario(96, preset("congested-wifi")), 3);
        Report.Group group = report.groups().get(0);
        Report.Pair pair = group.worstPairs().get(0);

        assertThat(group.worstRooms()).hasSize(3);
        for (Report.RoomScores room : group.worstRooms()) {
            assertThat(room.listeners()).hasSizeBetween(1, 8);
            assertThat(room.mos())
                    .hasDimensions(room.listeners().size(), room.speakers().size());
        }
        assertThat(group.worstRooms())
                .filteredOn(room -> room.room().equals(pair.room()))
                .allSatisfy(room -> {
                    double[] heard = room.mos()[room.listeners().indexOf(pair.listener())];
                    assertThat(heard[room.speakers().indexOf(pair.speaker())]).isCloseTo(pair.mos(), within(0.006));
                });
    }

    @Test
    void shouldShowAWorstRoomWithTheListenersOfAllItsGroups() throws Exception {
        // what the first group hears in the hall is better than the other rooms, what both hear is not
        Report report = simulate(
                of(
                        Duration.ofSeconds(20),
                        64,
                        group("a", 4, new Place.SharedRoom("hall"), PERFECT),
                        group("b", 12, new Place.Rooms(4), losing(0.05)),
                        group("c", 4, new Place.SharedRoom("hall"), losing(0.6))),
                1);

        Report.RoomScores worst = report.groups().get(0).worstRooms().get(0);
        assertThat(worst.room()).isEqualTo("hall");
        assertThat(worst.listeners()).contains("a-1", "c-1").hasSize(8);
    }

    @Test
    void shouldDeliverEverythingOnAPerfectNetwork() throws Exception {
        Report report = simulate(scenario(40, PERFECT), 1);
        Report.Group group = report.groups().get(0);

        assertThat(report.passed()).isTrue();
        assertThat(report.peersJoined()).isEqualTo(40);
        assertThat(report.expected()).isPositive();
        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.strays()).isZero();
        assertThat(report.latencyMillis().max()).isZero();
        assertThat(report.links().dropped()).isZero();
        assertThat(group.missingFraction()).isZero();
        assertThat(group.framesDue()).isEqualTo(report.expected());
        assertThat(group.late()).isZero();
        assertThat(group.mosLow()).isEqualTo(group.mosHigh());
    }

    @Test
    void shouldLoseAndDelayWhatBothDirectionsDo() throws Exception {
        LinkProfile up = LinkProfile.of(LossModel.bernoulli(0.05), DelayModel.constant(Duration.ofMillis(30)));
        LinkProfile down = LinkProfile.of(LossModel.bernoulli(0.02), DelayModel.constant(Duration.ofMillis(15)));
        Report report = simulate(scenario(160, new NetworkProfile("test", up, down)), 2);

        assertThat((double) report.lost() / report.expected()).isCloseTo(1 - 0.95 * 0.98, within(0.005));
        assertThat(report.latencyMillis().min()).isCloseTo(45, within(0.1));
        assertThat(report.latencyMillis().max()).isCloseTo(45, within(0.1));
        Report.Group group = report.groups().get(0);
        assertThat(group.missingFraction()).isCloseTo(1 - 0.95 * 0.98, within(0.01));
        assertThat(group.mosLow()).isLessThan(group.mos());
        assertThat(group.mos()).isLessThan(group.mosHigh());
        assertThat(group.mouthToEarMillis().p50()).isBetween(45.0 + 20 + 6.5, 150.0);
    }

    @Test
    void shouldShowAnOutageInTheSecondsItLasts() throws Exception {
        LinkProfile down =
                LinkProfile.PERFECT.withOutages(List.of(new Outage(Duration.ofSeconds(2), Duration.ofSeconds(4))));
        Report report = simulate(scenario(40, new NetworkProfile("out", LinkProfile.PERFECT, down)), 1);
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(delivered[1]).isPositive();
        assertThat(delivered[2] + delivered[3]).isZero();
        assertThat(delivered[4]).isPositive();
        assertThat(report.peersJoined()).isEqualTo(40);
    }

    @Test
    void shouldSayTheSameWhoeverSharesASession() throws Exception {
        Report together = simulate(scenario(48, PERFECT), 1);
        Report apart = simulate(scenario(48, PERFECT, 8, Thresholds.NONE), 2);

        assertThat(apart.scenario().sessions()).isEqualTo(6);
        assertThat(apart.rooms()).isEqualTo(together.rooms());
    }

    @Test
    void shouldJudgeByTheThresholds() throws Exception {
        Thresholds strict =
                new Thresholds(OptionalDouble.of(0.001), Optional.of(Duration.ofMillis(100)), OptionalDouble.of(4));
        Report report = simulate(scenario(16, preset("satellite"), 16, strict), 1);

        assertThat(report.passed()).isFalse();
        assertThat(report.thresholds())
                .filteredOn(threshold -> !threshold.holds())
                .hasSize(3);
    }

    @Test
    void shouldSayOnItsPageThatNoSocketsWereUsed() throws Exception {
        String page = ReportPage.of(simulate(scenario(16, PERFECT), 1));

        assertThat(page).contains("simulator, in virtual time.").doesNotContain("over real sockets", "@@");
    }

    @Test
    void shouldScoreEachGroupByWhatItsOwnListenersHear() throws Exception {
        Scenario scenario = of(
                DURATION,
                64,
                group("commentators", 2, new Place.SharedRoom("stadium"), PERFECT),
                group("far", 6, new Place.SharedRoom("stadium"), preset("satellite")),
                group("friends", 8, new Place.Rooms(4), PERFECT));
        Report report = simulate(scenario, 2);

        assertThat(report.rooms()).extracting(Report.Room::name).containsExactly("stadium", "room-1", "room-2");
        assertThat(report.rooms()).extracting(Report.Room::members).containsExactly(8, 4, 4);
        assertThat(report.scenario().network()).isEqualTo("perfect, satellite");
        assertThat(report.groups())
                .extracting(Report.Group::name)
                .containsExactly("all", "commentators", "far", "friends");
        Report.Group far = report.groups().get(2);
        Report.Group friends = report.groups().get(3);
        assertThat(far.mouthToEarMillis().min()).isGreaterThan(250);
        assertThat(friends.mouthToEarMillis().max()).isLessThan(200);
        assertThat(far.mos()).isLessThan(friends.mos());
        assertThat(report.groups().stream()
                        .skip(1)
                        .mapToLong(Report.Group::framesDue)
                        .sum())
                .isEqualTo(report.groups().get(0).framesDue());
        assertThat(far.worstPairs())
                .allSatisfy(pair -> assertThat(pair.listener()).startsWith("far-"));
    }

    @Test
    void shouldPlayEverySpeakersFramesAtTheirOwnLength() throws Exception {
        PeerGroup coarse = new PeerGroup(
                "coarse",
                4,
                new Place.SharedRoom("mixed"),
                new VoiceCodec(Duration.ofMillis(60), 16_000, false),
                new P59(),
                PERFECT,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty());
        PeerGroup fine = group("fine", 4, new Place.SharedRoom("mixed"), PERFECT);
        Report report = simulate(of(DURATION, 8, coarse, fine), 1);

        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.groups().get(0).framesDue()).isEqualTo(report.expected());
        assertThat(report.groups().get(0).missingFraction()).isZero();
        assertThat(report.scenario().frameMillis()).isEqualTo(20);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> simulate(scenario(16, PERFECT, 4, Thresholds.NONE), 1))
                .hasMessage("session-size = 4: allowed is 8 (a room) to 65535");
        assertThatThrownBy(() -> simulate(scenario(16, PERFECT), 0)).hasMessage("threads = 0: allowed is 1 to 1024");
    }

    @Test
    void shouldJudgeNothingThatNobodySaid() throws InterruptedException {
        Thresholds all =
                new Thresholds(OptionalDouble.of(0), Optional.of(Duration.ofMillis(1)), OptionalDouble.of(4.5));

        Report report = simulate(scenario(1, PERFECT, 8, all), 1);

        assertThat(report.expected()).isZero();
        assertThat(report.passed()).isTrue();
        assertThat(report.thresholds())
                .extracting(Threshold::name)
                .containsExactly("peers joined", "heard in the wrong room");
        assertThat(ReportTable.of(report))
                .contains("0; nobody spoke to anybody: loss, latency and MOS are not judged")
                .doesNotContain("MISSED");
    }

    private static Scenario scenario(int peers, NetworkProfile network) {
        return scenario(peers, network, 48, Thresholds.NONE);
    }

    private static Scenario scenario(int peers, NetworkProfile network, int sessionSize, Thresholds thresholds) {
        return demanding(of(DURATION, sessionSize, group("peer", peers, new Place.Rooms(8), network)), thresholds);
    }

    private static Report simulate(Scenario scenario, int threads) throws InterruptedException {
        return simulate(scenario, threads, Duration.ZERO);
    }

    private static Report simulate(Scenario scenario, int threads, Duration alone) throws InterruptedException {
        return new VirtualSimulation(scenario, 11, threads, alone, new SilentProgress()).run("test", "test");
    }

    private static NetworkProfile losing(double share) {
        LinkProfile down = LinkProfile.of(LossModel.bernoulli(share), DelayModel.constant(Duration.ZERO));
        return new NetworkProfile("losing", LinkProfile.PERFECT, down);
    }

    private static NetworkProfile preset(String name) {
        return NetworkPresets.named(name).orElseThrow();
    }

    /** The run object stands last. */
    private static String withoutRun(Report report) {
        String text = ReportJson.of(report);
        return text.substring(0, text.indexOf("\"run\" :"));
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}

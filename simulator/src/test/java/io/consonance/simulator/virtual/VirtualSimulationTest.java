package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.Progress;
import io.consonance.simulator.network.DelayModel;
import io.consonance.simulator.network.LinkProfile;
import io.consonance.simulator.network.LossModel;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.network.Outage;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportJson;
import io.consonance.simulator.report.ReportPage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VirtualSimulationTest {

    private static final NetworkProfile PERFECT = preset("perfect");

    /**
     * What one scenario with one seed gives, on every JDK and with any number of threads. A change of the models changes
     * it; then the new value goes here, and the commit says why.
     */
    private static final String SHA_256_OF_CONGESTED_WIFI =
            "abb0c35a56e64804ab402b386d52456de0704db4456033edc803620b99a722a2";

    @Test
    void shouldGiveTheSameBytesWithAnyNumberOfThreadsOnEveryJdk() throws Exception {
        String one = withoutRun(simulate(settings(96, preset("congested-wifi"), 1)));

        assertThat(withoutRun(simulate(settings(96, preset("congested-wifi"), 3))))
                .isEqualTo(one);
        assertThat(sha256(one)).isEqualTo(SHA_256_OF_CONGESTED_WIFI);
    }

    @Test
    void shouldDeliverEverythingOnAPerfectNetwork() throws Exception {
        Report report = simulate(settings(40, PERFECT, 1));
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
        Report report = simulate(settings(160, new NetworkProfile("test", up, down), 2));

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
        Report report = simulate(settings(40, new NetworkProfile("out", LinkProfile.PERFECT, down), 1));
        int[] delivered = report.packetsPerSecond().delivered();

        assertThat(delivered[1]).isPositive();
        assertThat(delivered[2] + delivered[3]).isZero();
        assertThat(delivered[4]).isPositive();
        assertThat(report.peersJoined()).isEqualTo(40);
    }

    @Test
    void shouldSayTheSameWhoeverSharesASession() throws Exception {
        Report together = simulate(settings(48, PERFECT, 1));
        Report apart = simulate(new VirtualSettings(
                48,
                8,
                8,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                24_000,
                true,
                PERFECT,
                11,
                2,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty()));

        assertThat(apart.scenario().sessions()).isEqualTo(6);
        assertThat(apart.rooms()).isEqualTo(together.rooms());
    }

    @Test
    void shouldJudgeByTheThresholds() throws Exception {
        VirtualSettings strict = new VirtualSettings(
                16,
                8,
                16,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                24_000,
                true,
                preset("satellite"),
                11,
                1,
                OptionalDouble.of(0.001),
                OptionalDouble.of(100),
                OptionalDouble.of(4));
        Report report = simulate(strict);

        assertThat(report.passed()).isFalse();
        assertThat(report.thresholds())
                .filteredOn(threshold -> !threshold.holds())
                .hasSize(3);
    }

    @Test
    void shouldSayOnItsPageThatNoSocketsWereUsed() throws Exception {
        String page = ReportPage.of(simulate(settings(16, PERFECT, 1)));

        assertThat(page).contains("simulator, in virtual time.").doesNotContain("over real sockets", "@@");
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> new VirtualSettings(
                        16,
                        8,
                        4,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        24_000,
                        true,
                        PERFECT,
                        1,
                        1,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()))
                .hasMessage("--session-size 4: use 8 (a room) to 65535");
    }

    private static VirtualSettings settings(int peers, NetworkProfile network, int threads) {
        return new VirtualSettings(
                peers,
                8,
                48,
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                24_000,
                true,
                network,
                11,
                threads,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static Report simulate(VirtualSettings settings) throws InterruptedException {
        return new VirtualSimulation(settings, new Silent()).run("test", "test");
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

    private static final class Silent implements Progress {
        @Override
        public void begin(String part, String unit, long total) {}

        @Override
        public void at(long done, String detail) {}

        @Override
        public void end() {}

        @Override
        public void note(String line) {}
    }
}

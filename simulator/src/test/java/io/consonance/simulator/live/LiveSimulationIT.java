package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.actors.client.HostAddress;
import io.consonance.actors.host.VoiceHost;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.report.ReportTable;
import io.consonance.simulator.report.Threshold;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.Scenarios;
import io.consonance.simulator.scenario.Thresholds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** Real sockets, real time, a few seconds. Latency is not judged: the machine that runs tests may be busy. */
class LiveSimulationIT {

    /** Short, so that it is there in every run and costs little. */
    private static final Duration WARM_UP = Duration.ofMillis(200);

    private static final Progress SILENT = new SilentProgress();

    @Test
    void shouldDeliverEveryFrameExactlyOnce() throws IOException {
        Report report = run(settings(16, Duration.ofSeconds(2), false, Optional.empty()));

        assertThat(report.passed()).as("%s", report.thresholds()).isTrue();
        assertThat(report.peersJoined()).isEqualTo(16);
        assertThat(report.expected()).isPositive();
        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.rooms()).hasSize(2).allMatch(room -> room.lost() == 0 && room.expected() > 0);
        assertThat(report.latencyMillis().count()).isGreaterThanOrEqualTo(report.delivered());
        assertThat(report.run().sendDelayMillis().p50())
                .isBetween(0.0, report.latencyMillis().max());
    }

    @Test
    void shouldNotMeasureTheWarmUp() throws IOException {
        Report report = run(settings(16, Duration.ofSeconds(1), false, Optional.empty()));

        assertThat(report.scenario().warmUpSeconds()).isEqualTo(0.2);
        assertThat(report.delivered()).isPositive();
        assertThat(report.unexpected()).isZero();
        assertThat(report.strays()).isZero();
        assertThat(Arrays.stream(report.packetsPerSecond().delivered()).sum()).isEqualTo(report.delivered());
    }

    @Test
    void shouldLeaveNoGhostWhenPeersComeAndGo() throws IOException {
        Report report = run(settings(24, Duration.ofSeconds(8), true, Optional.empty()));

        assertThat(report.passed()).as("%s", report.thresholds()).isTrue();
        assertThat(report.churn().leaves()).isPositive();
        assertThat(report.churn().withoutGoodbye()).isPositive();
        assertThat(report.churn().rejoins()).isPositive();
        assertThat(report.churn().ghosts()).isEmpty();
        assertThat(report.churn().missing()).isEmpty();
    }

    @Test
    void shouldSpreadPeersOverSessionsOfARunningHost() throws Exception {
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start()) {
            HostAddress address = new HostAddress("127.0.0.1", host.address().getPort());
            LiveSettings one = settings(24, Duration.ofSeconds(1), true, Optional.of(address));
            Scenario small = Scenarios.demanding(
                    Scenarios.of(
                            one.scenario().duration(),
                            16,
                            one.scenario().groups().get(0)),
                    one.scenario().thresholds());
            Report report = run(new LiveSettings(small, one.warmUp(), one.seed(), one.host()));

            assertThat(report.passed()).as("%s", report.thresholds()).isTrue();
            assertThat(report.scenario().sessions()).isEqualTo(2);
            assertThat(report.churn().rosterSeen()).isEqualTo(report.churn().rosterExpected());
            assertThat(host.sessions().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .hasSize(2);
        }
    }

    @Test
    void shouldTalkThroughARunningHost() throws IOException {
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start()) {
            HostAddress address = new HostAddress("127.0.0.1", host.address().getPort());
            Report report = run(settings(8, Duration.ofSeconds(1), true, Optional.of(address)));

            assertThat(report.passed()).as("%s", report.thresholds()).isTrue();
            assertThat(report.churn().rosterSource()).isEqualTo("observer");
        }
    }

    @Test
    void shouldReportWhatWasMeasuredWhenTheRosterCannotBeAskedFor() throws Exception {
        try (VoiceHost host = VoiceHost.builder().bind("127.0.0.1").port(0).start()) {
            host.openSession("default").toCompletableFuture().get(5, TimeUnit.SECONDS);
            host.ban("default", "consonance-observer", Duration.ofHours(1), "no observers")
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            HostAddress address = new HostAddress("127.0.0.1", host.address().getPort());
            Report report = run(settings(8, Duration.ofSeconds(1), true, Optional.of(address)));

            assertThat(report.delivered()).isPositive();
            assertThat(report.passed()).isFalse();
            assertThat(report.thresholds())
                    .filteredOn(threshold -> !threshold.holds())
                    .extracting(Threshold::name)
                    .containsExactly("roster checks without an answer");
        }
    }

    @Test
    void shouldReportWhatWasUntilItWasInterrupted() throws IOException {
        InterruptingProgress progress =
                new InterruptingProgress((done, detail) -> detail.contains("heard") && !detail.startsWith("0 "));
        LiveSimulation simulation =
                new LiveSimulation(settings(8, Duration.ofHours(1), false, Optional.empty()), progress);
        progress.target = simulation;

        Report report = simulation.run("test", "test");

        assertThat(report.interrupted()).isTrue();
        assertThat(report.durationSeconds()).isLessThan(3600);
        assertThat(report.lost()).isZero();
    }

    @Test
    void shouldHaveNothingToReportWhenInterruptedBeforeAnybodyGotIn() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            HostAddress address = new HostAddress("127.0.0.1", silent.getLocalPort());
            LiveSimulation simulation =
                    new LiveSimulation(settings(2, Duration.ofHours(1), true, Optional.of(address)), SILENT);
            simulation.interrupt();

            assertThatThrownBy(() -> simulation.run("test", "test"))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("before anybody got in");
        }
    }

    @Test
    void shouldInventNoTalkWhenInterruptedWhileJoining() throws IOException {
        InterruptingProgress progress = new InterruptingProgress((done, detail) -> done > 0 && detail.isEmpty());
        LiveSimulation simulation =
                new LiveSimulation(settings(8, Duration.ofHours(1), true, Optional.empty()), progress);
        progress.target = simulation;

        Report report = simulation.run("test", "test");

        assertThat(report.interrupted()).isTrue();
        assertThat(report.peersJoined()).isPositive();
        assertThat(report.scenario().warmUpSeconds()).isZero();
        assertThat(report.durationSeconds()).isZero();
        assertThat(report.churn()).isNull();
        assertThat(ReportTable.of(report)).contains("INTERRUPTED before anything was measured");
        assertThat(progress.parts).containsExactly("joining", "leaving");
    }

    /** Interrupts as soon as something is so. */
    private static final class InterruptingProgress implements Progress {
        private final List<String> parts = new ArrayList<>();
        private final BiPredicate<Long, String> now;
        private LiveSimulation target;

        InterruptingProgress(BiPredicate<Long, String> now) {
            this.now = now;
        }

        @Override
        public void begin(String part, String unit, long total) {
            parts.add(part);
        }

        @Override
        public void at(long done, String detail) {
            if (now.test(done, detail)) {
                target.interrupt();
            }
        }

        @Override
        public void end() {}

        @Override
        public void note(String line) {}
    }

    private static Report run(LiveSettings settings) throws IOException {
        return new LiveSimulation(settings, SILENT).run("test", "test");
    }

    private static LiveSettings settings(int peers, Duration duration, boolean churn, Optional<HostAddress> host) {
        Scenario scenario = Scenarios.rooms(peers, duration);
        Thresholds strict = new Thresholds(OptionalDouble.of(0.001), Optional.empty(), OptionalDouble.empty());
        return new LiveSettings(
                Scenarios.demanding(churn ? Scenarios.withChurn(scenario) : scenario, strict), WARM_UP, 7, host);
    }
}

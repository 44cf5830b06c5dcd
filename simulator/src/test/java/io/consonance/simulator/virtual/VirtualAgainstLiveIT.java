package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.network.NetworkProfile;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.Scenarios;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same people say the same in both modes, and as much of it arrives. Real sockets, real time, a few seconds. */
class VirtualAgainstLiveIT {

    private static final long SEED = 42;

    private static final Progress SILENT = new SilentProgress();

    @Test
    void shouldDeliverAsMuchAsALiveRunOfTheSameSeed() throws Exception {
        Scenario scenario = Scenarios.rooms(24, Duration.ofSeconds(3));
        Report live = live(scenario);
        Report virtual = virtual(scenario);

        assertThat(virtual.expected()).isEqualTo(live.expected());
        assertThat(virtual.talk()).isEqualTo(live.talk());
        assertThat(delivered(virtual)).isCloseTo(delivered(live), within(0.005));
    }

    /** On top of the network comes what the machine itself takes, which is more where every packet waits twice on the way. */
    @Test
    @Tag("slow")
    void shouldTakeAsLongOnANetworkAsALiveRunDoes() throws Exception {
        NetworkProfile wifi = NetworkPresets.named("wifi").orElseThrow();
        Report live = live(Scenarios.rooms(24, Duration.ofSeconds(4), wifi));
        Report virtual = virtual(Scenarios.rooms(24, Duration.ofSeconds(4), wifi));
        double ownMillis =
                live(Scenarios.rooms(24, Duration.ofSeconds(2))).latencyMillis().p50();

        assertThat(live.expected()).isEqualTo(virtual.expected());
        assertThat(live.latencyMillis().p50())
                .isBetween(
                        virtual.latencyMillis().p50() - 2,
                        virtual.latencyMillis().p50() + 2 + 3 * ownMillis);
        // 2 % are lost, half of them on the way up, where all seven listeners miss them: that is few coins to toss
        assertThat(delivered(live)).isCloseTo(0.98, within(0.02));
    }

    private static Report live(Scenario scenario) throws Exception {
        return new LiveSimulation(new LiveSettings(scenario, Duration.ZERO, SEED, Optional.empty()), SILENT)
                .run("test", "test");
    }

    private static Report virtual(Scenario scenario) throws InterruptedException {
        return new VirtualSimulation(scenario, SEED, 1, Duration.ZERO, SILENT).run("test", "test");
    }

    private static double delivered(Report report) {
        return (double) report.delivered() / report.expected();
    }
}

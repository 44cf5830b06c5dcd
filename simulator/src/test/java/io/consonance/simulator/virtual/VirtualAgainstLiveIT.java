package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.Scenario;
import io.consonance.simulator.scenario.Scenarios;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same people say the same in both modes, and as much of it arrives. Real sockets, real time, a few seconds. */
class VirtualAgainstLiveIT {

    private static final long SEED = 42;

    private static final Progress SILENT = new Progress() {
        @Override
        public void begin(String part, String unit, long total) {}

        @Override
        public void at(long done, String detail) {}

        @Override
        public void end() {}

        @Override
        public void note(String line) {}
    };

    @Test
    void shouldDeliverAsMuchAsALiveRunOfTheSameSeed() throws Exception {
        Scenario scenario = Scenarios.rooms(24, Duration.ofSeconds(3));
        Report live = new LiveSimulation(new LiveSettings(scenario, Duration.ZERO, SEED, Optional.empty()), SILENT)
                .run("test", "test");
        Report virtual = new VirtualSimulation(scenario, SEED, 1, SILENT).run("test", "test");

        assertThat(virtual.expected()).isEqualTo(live.expected());
        assertThat(virtual.talk()).isEqualTo(live.talk());
        assertThat(delivered(virtual)).isCloseTo(delivered(live), within(0.005));
    }

    private static double delivered(Report report) {
        return (double) report.delivered() / report.expected();
    }
}

package io.consonance.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.Progress;
import io.consonance.simulator.network.NetworkPresets;
import io.consonance.simulator.report.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The same people say the same in both modes, and as much of it arrives. Real sockets, real time, a few seconds. */
class VirtualAgainstLiveIT {

    private static final long SEED = 42;
    private static final Duration DURATION = Duration.ofSeconds(3);
    private static final Duration FRAME = Duration.ofMillis(20);

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
        Report live = new LiveSimulation(
                        new LiveSettings(
                                24,
                                8,
                                DURATION,
                                Duration.ZERO,
                                SEED,
                                false,
                                Optional.empty(),
                                FRAME,
                                1,
                                Duration.ofMinutes(1)),
                        SILENT)
                .run("test", "test");
        Report virtual = new VirtualSimulation(
                        new VirtualSettings(
                                24,
                                8,
                                24,
                                DURATION,
                                FRAME,
                                24_000,
                                true,
                                NetworkPresets.named("perfect").orElseThrow(),
                                SEED,
                                1,
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty()),
                        SILENT)
                .run("test", "test");

        assertThat(virtual.expected()).isEqualTo(live.expected());
        assertThat(virtual.talk()).isEqualTo(live.talk());
        assertThat(delivered(virtual)).isCloseTo(delivered(live), within(0.005));
    }

    private static double delivered(Report report) {
        return (double) report.delivered() / report.expected();
    }
}

package io.consonance.simulator.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.consonance.simulator.report.RunFacts;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

    private long cpuNanos = 5_000_000_000L;
    private double heapMiB = 40;

    private final LoadMeter meter = new LoadMeter(new SilentProgress(), () -> cpuNanos, () -> heapMiB);

    @Test
    void shouldNoteEverySecondOnce() {
        meter.begin("talking", "s", 4);
        meter.at(0, "");
        use(1.5, 50);
        meter.at(1, "");
        meter.at(1, "");
        use(0.25, 60);
        meter.at(2, "");

        RunFacts.Load load = meter.load();
        assertThat(load.cpuCores()).containsExactly(1.5, 0.25);
        assertThat(load.heapMiB()).containsExactly(50, 60);
    }

    @Test
    void shouldSpreadWhatWasUsedOverSecondsThatNobodyTold() {
        meter.begin("talking", "s", 4);
        use(3, 70);
        meter.at(2, "");

        assertThat(meter.load().cpuCores()).containsExactly(1.5, 1.5);
        assertThat(meter.load().heapMiB()).containsExactly(70, 70);
    }

    private void use(double cpuSeconds, double heapNow) {
        cpuNanos += (long) (cpuSeconds * 1e9);
        heapMiB = heapNow;
    }
}

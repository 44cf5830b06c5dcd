package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

    private static final Job JOB = new Job(false, 8);

    private static Sample sample(String relay, long packetsOut) {
        return new Sample(relay, JOB.mode(), JOB.fanOut(), 200, 100, packetsOut, 1, 0.5, 1_200, 0, 0, 0);
    }

    @Test
    void shouldCompareTheRunsOfOneRepeatWithEachOther() {
        List<Sample> samples = List.of(
                sample("c", 1_000),
                sample("host", 900),
                sample("host", 400),
                sample("c", 500),
                sample("c", 100),
                sample("host", 70));
        List<Row> rows = Row.of(samples, List.of(JOB), List.of("c", "host"), "c", 2);
        assertThat(rows).extracting(Row::relay).containsExactly("c", "host");
        assertThat(rows.get(0).ratio()).isEqualTo(new Spread(1, 1, 1));
        assertThat(rows.get(1).ratio()).isEqualTo(new Spread(0.7, 0.8, 0.9));
    }

    @Test
    void shouldGiveMediansPerPacket() {
        Row row = Row.of(List.of(sample("c", 1_000)), List.of(JOB), List.of("c"), "c", 2)
                .get(0);
        assertThat(row.packetsOutPerCpuSecond()).isEqualTo(1_000);
        assertThat(row.cpuMicrosPerPacketOut()).isEqualTo(1_000);
        assertThat(row.allocatedBytesPerPacketIn()).isEqualTo(12);
        assertThat(row.packetsInPerSecond()).isEqualTo(50);
        assertThat(row.lossFraction()).isEqualTo(0.5);
    }

    @Test
    void shouldTakeTheMiddleOfAnEvenNumberOfFigures() {
        assertThat(Spread.of(new double[] {4, 1, 3, 2})).isEqualTo(new Spread(1, 2.5, 4));
    }
}

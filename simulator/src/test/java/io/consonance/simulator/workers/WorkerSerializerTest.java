package io.consonance.simulator.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consonance.simulator.live.LiveResult;
import io.consonance.simulator.measure.Tally;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerSerializerTest {

    private final WorkerSerializer serializer = new WorkerSerializer();

    static Stream<WorkerMessage> messages() {
        return Stream.of(
                new WorkerMessage.Ready("pekko://run@127.0.0.1:1/user#1", "1.2"),
                new WorkerMessage.Job("{\"a\":1}", "n", "/f", 64, 8_000, -7, "[::1]:7400", "sim-", 1, 2),
                new WorkerMessage.Joined(1, 250),
                new WorkerMessage.Begin(),
                new WorkerMessage.Failed(0, "why"),
                new WorkerMessage.Dismissed(null));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldReadWhatItWrote(WorkerMessage message) {
        assertThat(there(message)).isEqualTo(message);
    }

    @Test
    void shouldCarryAResult() {
        Tally.Counts counts = new Tally.Counts(10, 9, 8, 1, 2, 3);
        Histogram latency = new Histogram(60_000_000, 3);
        latency.recordValue(1_234);
        latency.recordValue(60_000_000);
        Histogram sendDelay = new Histogram(60_000_000, 3);
        sendDelay.recordValue(77);
        LiveResult result = new LiveResult(
                8,
                1,
                new Tally(counts, List.of(counts), 4, 5),
                latency,
                sendDelay,
                new int[] {1, 2},
                new int[] {3, 4},
                Duration.ofMillis(8_000),
                Duration.ofNanos(1_000_000_001),
                false,
                0.5,
                1.5,
                61.25);

        LiveResult read = ((WorkerMessage.Done) there(new WorkerMessage.Done(1, result))).result();

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("latencyMicros", "sendDelayMicros")
                .isEqualTo(result);
        assertThat(read.latencyMicros()).isEqualTo(latency);
        assertThat(read.sendDelayMicros()).isEqualTo(sendDelay);
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        assertThatThrownBy(() -> serializer.fromBinary("{\"is\":\"nothing\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UncheckedIOException.class);
    }

    private Object there(WorkerMessage message) {
        return serializer.fromBinary(serializer.toBinary(message));
    }
}

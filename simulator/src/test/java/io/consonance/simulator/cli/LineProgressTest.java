package io.consonance.simulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long nowNanos;
    private final LineProgress progress =
            new LineProgress(new PrintStream(written, true, StandardCharsets.UTF_8), () -> nowNanos);

    @Test
    void shouldTellEveryTenSecondsAndAtTheEndAndNothingTwice() {
        progress.begin("talking", "s", 30);
        pass(9);
        progress.at(9, "9 frames");
        pass(1);
        progress.at(10, "10 frames");
        pass(10);
        progress.at(30, "");
        progress.end();
        progress.begin("leaving", "peers", 2);
        progress.end();

        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "talking ...",
                        "talking: 10 of 30 s, 10 frames",
                        "talking: 30 of 30 s",
                        "leaving ...",
                        "leaving: 0 of 2 peers");
    }

    private void pass(int seconds) {
        nowNanos += seconds * 1_000_000_000L;
    }
}

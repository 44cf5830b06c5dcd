package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The load in C at a real Murmur, where there is one: everybody in a channel hears everybody else in it, and nobody outside. */
class MurmurIT {

    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    @Test
    void shouldHearEveryPacketOfTheOwnChannel() throws Exception {
        Path murmur = MurmurServer.program().orElse(null);
        assumeTrue(murmur != null, "mumble-server is not installed");
        try (CPrograms programs = new CPrograms()) {
            shouldHear(compiled(programs), murmur);
        }
    }

    private static void shouldHear(List<String> load, Path murmur) throws Exception {
        try (RelayProcess server = new MurmurServer(murmur.toString(), -1);
                Peers three = server.join(2);
                Peers four = server.join(3);
                Load loadOfThree = new ProgramLoad(load, three);
                Load loadOfFour = new ProgramLoad(load, four)) {
            check(loadOfThree, 2);
            check(loadOfFour, 3);
            check(loadOfThree, 2);
        }
    }

    private static List<String> compiled(CPrograms programs) throws InterruptedException {
        try {
            return List.of(programs.compile("load", "ocb2.h").toString());
        } catch (IOException noCompiler) {
            assumeTrue(false, noCompiler.getMessage());
            throw new AssertionError(noCompiler);
        }
    }

    private static void check(Load load, int copies) throws IOException {
        Load.Traffic traffic = load.saturate(RUN_NANOS);
        assertThat(traffic.sent()).isPositive();
        assertThat(traffic.received()).isEqualTo(traffic.sent() * copies);
    }
}

package io.consonance.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consonance.actors.host.VoiceHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Both loads at a real host: every packet of theirs is relayed to every other peer. */
@EnabledOnOs(OS.LINUX)
class LoadIT {

    private static final int COPIES = 3;
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private VoiceHost host;
    private Peers peers;

    @BeforeEach
    void start() throws Exception {
        host = VoiceHost.builder().bind("127.0.0.1").port(0).start();
        peers = new LinkPeers(host.address(), true, COPIES);
    }

    @AfterEach
    void stop() throws Exception {
        peers.close();
        host.close();
    }

    @Test
    void shouldGetEveryCopyWithTheProgramInC() throws Exception {
        try (CPrograms programs = new CPrograms();
                Load load = new ProgramLoad(List.of(compiled(programs).toString()), peers)) {
            check(load);
        }
    }

    @Test
    void shouldGetEveryCopyWithoutACompiler() throws Exception {
        try (Load load = new SocketLoad(peers)) {
            check(load);
        }
    }

    private static Path compiled(CPrograms programs) throws InterruptedException {
        try {
            return programs.compile("load", "ocb2.h");
        } catch (IOException noCompiler) {
            assumeTrue(false, noCompiler.getMessage());
            throw new AssertionError(noCompiler);
        }
    }

    private static void check(Load load) throws IOException {
        assertThat(load.ports()).hasSize(COPIES + 1).doesNotHaveDuplicates();
        Load.Traffic paced = load.pace(1_000, RUN_NANOS, 1);
        assertThat(paced.sent()).isBetween(1L, 320L);
        assertThat(paced.received()).isEqualTo(paced.sent() * COPIES);
        assertThat(paced.p50Micros()).isPositive().isLessThanOrEqualTo(paced.p99Micros());
        assertThat(paced.p99Micros()).isLessThanOrEqualTo(paced.p999Micros());
        Load.Traffic saturated = load.saturate(RUN_NANOS);
        assertThat(saturated.sent()).isGreaterThan(paced.sent());
        assertThat(saturated.received()).isEqualTo(saturated.sent() * COPIES);
    }
}

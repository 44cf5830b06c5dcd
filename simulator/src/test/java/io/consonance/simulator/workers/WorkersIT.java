package io.consonance.simulator.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.consonance.simulator.live.LiveSettings;
import io.consonance.simulator.live.LiveSimulation;
import io.consonance.simulator.live.SilentProgress;
import io.consonance.simulator.report.Report;
import io.consonance.simulator.scenario.ScenarioSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A coordinator and its workers over real sockets, in one process. Latency is not judged. */
@Tag("slow")
class WorkersIT {

    private static final String VERSION = "test";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void shouldGiveTheTotalsOfOneProcess() throws Exception {
        Config keys = ConfigFactory.parseString("duration = 1 s, groups.peer { peers = 24, room-size = 8 }");
        ScenarioSource source = new ScenarioSource(keys, "shared", Path.of("."), 64);
        LiveSettings settings = new LiveSettings(source.read(), Duration.ofMillis(200), 7, Optional.empty());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Coordinator coordinator = new Coordinator(settings, source, 2, anyPort, new SilentProgress());

        Future<Report> shared = threads.submit(() -> coordinator.run(VERSION, "test"));
        InetSocketAddress there = coordinator.bound().get(30, TimeUnit.SECONDS);
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            workers.add(threads.submit(work(there)));
        }
        Report report = shared.get(90, TimeUnit.SECONDS);
        for (Future<Void> worker : workers) {
            worker.get(30, TimeUnit.SECONDS);
        }
        Report alone = new LiveSimulation(settings, new SilentProgress()).run(VERSION, "test");

        assertThat(report.peersJoined()).isEqualTo(24).isEqualTo(alone.peersJoined());
        assertThat(report.expected()).isPositive().isEqualTo(alone.expected());
        assertThat(report.exactlyOnce()).isEqualTo(report.expected());
        assertThat(report.rooms())
                .extracting(Report.Room::expected)
                .isEqualTo(alone.rooms().stream().map(Report.Room::expected).toList());
        assertThat(report.strays()).isZero();
    }

    @Test
    void shouldSayThatThereIsNoCoordinator() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Worker worker = new Worker(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Duration.ZERO,
                VERSION,
                new SilentProgress());

        assertThatThrownBy(worker::run)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no coordinator at localhost:" + port);
    }

    private static Callable<Void> work(InetSocketAddress coordinator) {
        return () -> {
            new Worker(coordinator, PATIENCE, VERSION, new SilentProgress()).run();
            return null;
        };
    }
}

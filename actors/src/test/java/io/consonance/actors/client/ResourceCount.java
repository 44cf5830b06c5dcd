package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Open sockets and threads of clients in this process; sockets only where {@code /proc} shows them. */
record ResourceCount(List<String> sockets, List<String> threads) {
    static ResourceCount now() {
        return new ResourceCount(
                openSockets(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.contains("consonance"))
                        .sorted()
                        .toList());
    }

    /** Sockets are closed by other threads than the one that asks, and idle threads end after a while. */
    void awaitNoMore() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        ResourceCount current = now();
        while (System.nanoTime() < deadline && !isNoMore(current)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            current = now();
        }
        assertThat(sockets).containsAll(current.sockets);
        assertThat(threads).containsAll(current.threads);
    }

    private boolean isNoMore(ResourceCount current) {
        return sockets.containsAll(current.sockets) && threads.containsAll(current.threads);
    }

    private static List<String> openSockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(ResourceCount::target)
                    .filter(target -> target.startsWith("socket:"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }
}

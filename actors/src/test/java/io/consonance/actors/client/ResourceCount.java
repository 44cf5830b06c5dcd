package io.consonance.actors.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Open descriptors and live threads of this process. */
record ResourceCount(long descriptors, List<String> threads) {
    static ResourceCount now() {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                // Idle threads of pools that outlive every test come and go by themselves.
                .filter(name -> name.contains("consonance"))
                .sorted()
                .toList();
        return new ResourceCount(descriptors, threads);
    }

    /** Sockets are closed by other threads than the one that asks, so the count may take a moment to fall. */
    void awaitNoMore() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        ResourceCount current = now();
        while (System.nanoTime() < deadline && !isNoMore(current)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            current = now();
        }
        assertThat(current.descriptors).isLessThanOrEqualTo(descriptors);
        assertThat(threads).containsAll(current.threads);
    }

    private boolean isNoMore(ResourceCount current) {
        return current.descriptors <= descriptors && threads.containsAll(current.threads);
    }
}

package io.consonance.simulator.live;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.consonance.simulator.report.RunFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What this process uses. Stateless. */
public final class ProcessProbe {

    private static final double MIB = 1024 * 1024;
    /** For jars, selectors and what else a JVM has open. */
    private static final int SPARE_FILES = 200;

    private ProcessProbe() {}

    /** CPU time of all threads since the process began. */
    public static long cpuNanos() {
        return system().getProcessCpuTime();
    }

    /** Heap in use, garbage included. */
    static double heapUsedMiB() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
    }

    /** Files and sockets the process may have open at a time; -1 where the system does not tell. */
    private static long maxFileDescriptors() {
        return system() instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : -1;
    }

    /** What is held now; collects garbage first. */
    public static RunFacts.Resources resources() {
        // twice: what the first collection finds unreachable may hold on to more until it was cleaned up
        System.gc();
        System.gc();
        long files = system() instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
        return new RunFacts.Resources(
                heapUsedMiB(), ManagementFactory.getThreadMXBean().getThreadCount(), files);
    }

    /** Largest heap this process may use. */
    public static long heapMaxMiB() {
        return (long) (Runtime.getRuntime().maxMemory() / MIB);
    }

    /** Vendor and version of the Java runtime. */
    public static String jdk() {
        return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version");
    }

    /** Name, version and architecture of the operating system. */
    public static String os() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    /**
     * Checks before anybody tries: sockets that cannot be opened would look like a host that refuses.
     *
     * @throws IOException if this process may not have so many files open
     */
    public static void requireFiles(int peers, int filesPerPeer) throws IOException {
        long needed = (long) peers * filesPerPeer + SPARE_FILES;
        long allowed = maxFileDescriptors();
        if (allowed >= 0 && allowed < needed) {
            throw new IOException(peers + " peers need about " + needed + " open files and this process may have "
                    + allowed + "; raise it with ulimit -n, or use fewer");
        }
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
}

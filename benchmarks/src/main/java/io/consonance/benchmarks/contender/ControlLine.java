package io.consonance.benchmarks.contender;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The contender's end of its pipe to the benchmark: says where it listens and what it has allocated, and ends with it. */
final class ControlLine {

    private ControlLine() {}

    /** Does not return; the process ends when its stdin does. */
    static void serve(int port) throws IOException {
        System.out.println("ready " + port);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.out.println("allocated " + allocatedBytes());
        }
        Runtime.getRuntime().halt(0);
    }

    /** What all live threads have allocated; threads that ended in between are missing. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long mine = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum - mine;
    }
}

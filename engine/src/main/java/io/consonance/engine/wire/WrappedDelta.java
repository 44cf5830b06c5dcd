package io.consonance.engine.wire;

/** Differences of counters that wrap around. Stateless; source: section 9. */
public final class WrappedDelta {

    private WrappedDelta() {}

    /** From {@code a} forward to {@code b}, both modulo 2 to the power of {@code bits}; exactly half the range is negative. */
    public static int of(int bits, int a, int b) {
        int unused = 32 - bits;
        return b - a << unused >> unused;
    }
}

package io.consonance.simulator.network;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How long packets travel: a distribution, with or without memory, or a trace. Immutable, shared by all links that use it.
 *
 * <p>Memory is clocked by time: the correlation is that of two packets 20 ms apart, and fades with the time between them
 * (an autoregressive normal variable behind the distribution).
 */
public final class DelayModel {

    /** The time that a correlation refers to. */
    static final long CORRELATION_STEP_NANOS = 20_000_000;

    /** What a trace says where the packet is lost. */
    public static final long LOST = -1;

    private static final double LIMIT = 5;
    private static final int POINTS = 512;
    private static final int REMEMBERED_MILLIS = 256;

    private final double[] nanosByNormal;
    private final double correlation;
    private final double[] memoryByMillis;
    private final double[] freshByMillis;
    private final long traceStepNanos;
    private final long[] traceNanos;

    private DelayModel(double[] nanosByNormal, double correlation, long traceStepNanos, long[] traceNanos) {
        this.nanosByNormal = nanosByNormal;
        this.correlation = correlation;
        this.traceStepNanos = traceStepNanos;
        this.traceNanos = traceNanos;
        this.memoryByMillis = new double[correlation == 0 ? 0 : REMEMBERED_MILLIS];
        this.freshByMillis = new double[memoryByMillis.length];
        for (int millis = 0; millis < memoryByMillis.length; millis++) {
            memoryByMillis[millis] = faded(millis);
            freshByMillis[millis] = besides(memoryByMillis[millis]);
        }
    }

    /** Always the same. */
    public static DelayModel constant(Duration delay) {
        long nanos = requireNotNegative("delay", delay);
        return new DelayModel(new double[] {nanos, nanos}, 0, 0, null);
    }

    /** Anything from {@code min} to {@code max}, evenly. */
    public static DelayModel uniform(Duration min, Duration max) {
        double low = requireNotNegative("min", min);
        double high = requireNotLess("max", max, "min", min);
        return ofUpperTail(tail -> high - tail * (high - low));
    }

    /** Normal, cut off below zero and above {@code max}: what lies beyond is moved to the limit. */
    public static DelayModel normal(Duration mean, Duration deviation, Duration max) {
        double middle = requireNotNegative("mean", mean);
        double spread = requireNotNegative("deviation", deviation);
        double limit = requireNotLess("max", max, "mean", mean);
        double[] table = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            table[i] = clamp(middle + (-LIMIT + i * 2 * LIMIT / POINTS) * spread, limit);
        }
        return new DelayModel(table, 0, 0, null);
    }

    /**
     * {@code base} and on top of it a Pareto variable that begins at zero: 1 - F(x) = (scale / (scale + x)) ^ shape.
     *
     * @param shape the smaller, the heavier the tail; above 0
     * @param max longest delay, base included
     */
    public static DelayModel pareto(Duration base, Duration scale, double shape, Duration max) {
        double least = requireNotNegative("base", base);
        double unit = requireNotNegative("scale", scale);
        double limit = requireNotLess("max", max, "base", base);
        if (!(shape > 0)) {
            throw new IllegalArgumentException("shape " + shape + ": use more than 0");
        }
        return ofUpperTail(tail -> clamp(least + unit * (StrictMath.pow(tail, -1 / shape) - 1), limit));
    }

    /** Two-sided exponential around {@code centre}, cut off below zero and above {@code max}. */
    public static DelayModel laplace(Duration centre, Duration scale, Duration max) {
        double middle = requireNotNegative("centre", centre);
        double unit = requireNotNegative("scale", scale);
        double limit = requireNotLess("max", max, "centre", centre);
        return ofUpperTail(tail -> clamp(
                tail > 0.5 ? middle + unit * StrictMath.log(2 * (1 - tail)) : middle - unit * StrictMath.log(2 * tail),
                limit));
    }

    /**
     * What was recorded: the packet at time t takes {@code delayNanos[t / step]}; after the last entry comes the first
     * again.
     *
     * @param delayNanos 0 or more, or {@link #LOST}
     */
    public static DelayModel trace(Duration step, long... delayNanos) {
        if (step.toNanos() < 1 || delayNanos.length == 0) {
            throw new IllegalArgumentException("a trace takes a step above 0 and at least one delay");
        }
        for (long nanos : delayNanos) {
            if (nanos < LOST) {
                throw new IllegalArgumentException("delay " + nanos + " ns in a trace: use 0 or more, or -1 for lost");
            }
        }
        return new DelayModel(null, 0, step.toNanos(), delayNanos.clone());
    }

    /** The same distribution where packets 20 ms apart correlate by so much, 0 up to 1, not included. */
    public DelayModel withCorrelation(double per20Millis) {
        if (!(per20Millis >= 0 && per20Millis < 1)) {
            throw new IllegalArgumentException("correlation " + per20Millis + ": use 0 up to 1, not included");
        }
        if (traceNanos != null && per20Millis > 0) {
            throw new IllegalArgumentException("correlation " + per20Millis + " of a trace: it has its own");
        }
        return new DelayModel(nanosByNormal, per20Millis, traceStepNanos, traceNanos);
    }

    boolean isTrace() {
        return traceNanos != null;
    }

    /** Nothing has to be drawn for it. */
    boolean isConstant() {
        return nanosByNormal != null && nanosByNormal.length == 2;
    }

    long constantNanos() {
        return (long) nanosByNormal[0];
    }

    long tracedNanos(long nowNanos) {
        return traceNanos[(int) Math.floorMod(Math.floorDiv(nowNanos, traceStepNanos), (long) traceNanos.length)];
    }

    boolean hasMemory() {
        return correlation > 0;
    }

    /**
     * The variable behind the distribution so many milliseconds after it was {@code normal}: what it remembers, and of a
     * fresh draw the rest.
     */
    double normalAfter(long millis, double normal, double fresh) {
        if (millis < memoryByMillis.length) {
            return memoryByMillis[(int) millis] * normal + freshByMillis[(int) millis] * fresh;
        }
        double memory = faded(millis);
        return memory * normal + besides(memory) * fresh;
    }

    /** The delay that belongs to a draw of the standard normal variable behind the distribution. */
    long nanosOf(double normal) {
        double position = (normal + LIMIT) * (POINTS / (2 * LIMIT));
        if (position <= 0) {
            return (long) nanosByNormal[0];
        }
        int index = (int) position;
        if (index >= POINTS) {
            return (long) nanosByNormal[POINTS];
        }
        double low = nanosByNormal[index];
        return (long) (low + (position - index) * (nanosByNormal[index + 1] - low));
    }

    private double faded(long millis) {
        return StrictMath.pow(correlation, millis * 1e6 / CORRELATION_STEP_NANOS);
    }

    /** What keeps the variance at one. */
    private static double besides(double memory) {
        return StrictMath.sqrt(1 - memory * memory);
    }

    private static DelayModel ofUpperTail(DoubleUnaryOperator nanosByUpperTail) {
        double[] tails = NormalDistribution.upperTails(LIMIT, POINTS);
        return new DelayModel(
                Arrays.stream(tails)
                        .map(tail -> nanosByUpperTail.applyAsDouble(Math.min(tail, 1 - 0x1p-53)))
                        .toArray(),
                0,
                0,
                null);
    }

    private static double clamp(double nanos, double maxNanos) {
        return Math.max(0, Math.min(maxNanos, nanos));
    }

    private static long requireNotNegative(String name, Duration value) {
        if (value.isNegative() || value.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(name + " " + value + ": use 0 to 1 min");
        }
        return value.toNanos();
    }

    private static long requireNotLess(String name, Duration value, String than, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " " + value + ": use at least " + than + ", " + least);
        }
        return requireNotNegative(name, value);
    }
}
